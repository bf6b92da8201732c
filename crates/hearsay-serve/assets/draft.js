// A file that is dropped on the draft's field, or chosen, is put into the field; nothing leaves the page before the form is sent.
//
// In: the form as the server wrote it. Out: a field that takes files. Without this file a text can be pasted all the same.
"use strict";
(function () {
  const form = document.querySelector("[data-draft]");
  const field = form && form.querySelector("textarea");
  const told = document.getElementById("draft-file");
  if (!field) return;

  const LARGEST = 3000000;

  function take(file) {
    if (!file) return;
    if (file.size > LARGEST) {
      told.textContent = file.name + " is larger than 3 MB, and was not taken.";
      return;
    }
    file.text().then((text) => {
      field.value = text;
      told.textContent = file.name + " is in the field.";
      field.focus();
    }, () => { told.textContent = file.name + " can’t be read."; });
  }

  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".txt,.text,.html,.htm,.md,text/plain,text/html";
  chooser.id = "draft-chooser";
  const label = document.createElement("label");
  label.htmlFor = chooser.id;
  label.textContent = "or a file ";
  chooser.addEventListener("change", () => take(chooser.files[0]));
  const line = document.createElement("p");
  line.append(label, chooser);
  field.after(line);

  field.addEventListener("dragover", (event) => {
    if (Array.from(event.dataTransfer.types).includes("Files")) event.preventDefault();
  });
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
})();

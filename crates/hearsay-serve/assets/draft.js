// A file that is dropped on the draft's field is chosen as if by hand; nothing leaves the page before the form is sent.
//
// In: the form as the server wrote it. Out: a field that takes files. Without this file one can be chosen all the same.
"use strict";
(function () {
  const form = document.querySelector("[data-draft]");
  const field = form && form.querySelector("textarea");
  const chooser = document.getElementById("draft-chooser");
  const told = document.getElementById("draft-file");
  if (!field || !chooser) return;

  const LARGEST = 1 << 20;

  function tell() {
    if (chooser.files.length > 1) {
      chooser.value = "";
      told.textContent = "One file at a time: none was taken.";
      return;
    }
    const file = chooser.files[0];
    if (!file) { told.textContent = ""; return; }
    if (file.size > LARGEST) {
      chooser.value = "";
      told.textContent = file.name + " is larger than 1 MiB, and was not taken.";
      return;
    }
    told.textContent = file.name + " is checked in place of the field.";
  }

  chooser.addEventListener("change", tell);
  field.addEventListener("dragover", (event) => {
    if (Array.from(event.dataTransfer.types).includes("Files")) event.preventDefault();
  });
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    chooser.files = event.dataTransfer.files;
    tell();
    chooser.focus();
  });
})();

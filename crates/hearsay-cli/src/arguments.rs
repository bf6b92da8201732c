//! What can be typed. Nothing below this file knows a flag.
//!
//! Long because each verb has its words, its help and its examples here, and nowhere else.

use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use hearsay::view::Ask;
use std::path::PathBuf;

/// The questions, by the verb that asks them.
pub(crate) const QUESTIONS: &[(&str, Ask)] = &[
    ("who-said", Ask::WhoSaid),
    ("about", Ask::About),
    ("claims", Ask::Claims),
    ("copies", Ask::Copies),
    ("disputes", Ask::Disputes),
    ("accusations", Ask::Accusations),
    ("people", Ask::People),
    ("stories", Ask::Stories),
    ("links", Ask::Links),
    ("outlets", Ask::Outlets),
    ("timeline", Ask::Timeline),
    ("search", Ask::Search),
    ("show", Ask::Show),
    ("labels", Ask::Labels),
    ("review", Ask::Review),
    ("history", Ask::History),
    ("stats", Ask::Stats),
    ("refused", Ask::Refused),
];

impl Arguments {
    /// What was typed; ends the program with help or a complaint where that is asked for or due.
    pub(crate) fn typed() -> Self {
        let matches = Self::described().get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// All verbs; of the flags of a question only those are shown that the question takes.
    pub(crate) fn described() -> Command {
        QUESTIONS.iter().fold(Self::command(), |command, (verb, ask)| {
            let keys = ask.keys();
            let sorts = ask.sorts().join(", ");
            command.mut_subcommand(verb, |question| {
                question.mut_args(|argument| {
                    let key = argument.get_id().as_str().to_string();
                    match key.as_str() {
                        "sort" => argument.help(format!("Order: {sorts}; or a column: outlet.ascending, outlet.descending")),
                        "case" | "named" | "format" | "threads" | "packs" | "reader" | "help" | "version" => argument,
                        key if keys.contains(&key) => argument,
                        _ => argument.hide(true),
                    }
                })
            })
        })
    }
}

/// Who said what, about whom, on whose authority; who repeats whom; where accounts part.
#[derive(Debug, Parser)]
#[command(
    name = "hearsay",
    version,
    after_help = concat!(
        "Examples:\n",
        "  hearsay open articles/                       make a ledger of a folder and serve its page\n",
        "  hearsay add case.hearsay articles/ more.html take documents in\n",
        "  hearsay who-said case.hearsay 'Ada Holm'     what she said\n",
        "  hearsay disputes case.hearsay                where accounts part\n",
        "  cat story.txt | hearsay read - | jq .attributions\n\n",
        "Exit status: 0 done · 1 some inputs could not be taken in, the rest was · 2 the arguments are off ·\n",
        "3 the case can't be opened or written · 4 verify found something wrong · 5 what was named is not in the case\n\n",
        "hearsay never says who is right. Nothing leaves this machine."
    ),
    max_term_width = 100,
    arg_required_else_help = true,
    propagate_version = true
)]
pub(crate) struct Arguments {
    /// Threads to read with; all cores if not given. The result is the same for any number.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// A folder of packs beside the built-in one for English.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) packs: Option<PathBuf>,
    /// Which trained reader reads. If not given: the one that the case was read by; for a new case, and for
    /// `read`, careful up to 1 MB of files (about 100 articles, some ten seconds) and fast beyond it and for a pipe.
    #[arg(long, global = true, value_name = "READER")]
    pub(crate) reader: Option<ReaderArgument>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// `fast` or `careful`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReaderArgument {
    /// Thousands of articles a minute.
    Fast,
    /// More accurate, many times slower.
    Careful,
}

/// The verbs.
#[derive(Debug, Subcommand)]
#[command(rename_all = "kebab-case")]
pub(crate) enum Verb {
    /// Read documents and print what was found in each, one JSON object a line; nothing is stored.
    #[command(
        after_help = "Examples:\n  hearsay read story.txt\n  cat page.html | hearsay read -\n  hearsay read articles/*.txt --format csv > attributions.csv\n  hearsay read story.txt --offsets utf16      offsets as JavaScript counts\n  hearsay read story.txt --format conllu      tags, lemmas, trees and names of the sentences that attribute\n  hearsay read story.txt --format conllu --layers all"
    )]
    Read(ReadArguments),
    /// Check a draft before it is published: each statement with its kind of source, withheld names with the reason given,
    /// and accusations with whether the accused is heard. Nothing is stored.
    #[command(
        after_help = "Examples:\n  hearsay draft story.txt\n  hearsay draft story.txt --format csv > statements.csv\n  cat story.txt | hearsay draft -\n  hearsay draft story.txt --format jsonl | jq 'select(.accusations[].reply == \"missing\")'"
    )]
    Draft(DraftArguments),
    /// Link records that come as JSON lines; links, groups and entities come out; nothing is stored.
    #[command(
        after_help = "Examples:\n  hearsay read articles/*.txt | hearsay link\n  hearsay export case.hearsay --as jsonl | hearsay link --format csv"
    )]
    Link(LinkArguments),
    /// Take documents in, read, enter and link them. The same bytes again add a sighting at most.
    #[command(
        after_help = "Examples:\n  hearsay add case.hearsay articles/\n  hearsay add case.hearsay a.html b.txt c.jsonl\n  curl -s https://paper.example/a | hearsay add case.hearsay - --url https://paper.example/a"
    )]
    Add(AddArguments),
    /// Open a case, or a folder of articles, as a page on this machine.
    #[command(
        after_help = "Examples:\n  hearsay open case.hearsay\n  hearsay open articles/            makes or updates articles.hearsay beside the folder\n  hearsay open case.hearsay --port 8080"
    )]
    Open(OpenArguments),
    /// Serve the page and the HTTP API of a case, to programs and, if asked, to other machines.
    #[command(
        after_help = "Examples:\n  hearsay serve case.hearsay --port 8080\n  curl 'http://127.0.0.1:8080/api/v1/who-said?speaker=Holm'\n  hearsay serve case.hearsay --port 8080 --token-file token.txt     programs that show the token may correct\n  hearsay serve case.hearsay --port 8080 --listen 0.0.0.0 --name desk.example --token-file token.txt\n  hearsay serve case.hearsay --port 8080 --read-only --allow-origin https://paper.example"
    )]
    Serve(ServeArguments),
    /// Statements, with who made them.
    #[command(
        after_help = "Examples:\n  hearsay who-said case.hearsay 'Ada Holm'\n  hearsay who-said case.hearsay --act deny --from 2031-04-07 --format csv"
    )]
    WhoSaid(NamedQuestion),
    /// What was said about somebody or something.
    #[command(
        after_help = "Examples:\n  hearsay about case.hearsay 'Harbour Board'\n  hearsay about case.hearsay 'Ada Holm' --act accuse"
    )]
    About(NamedQuestion),
    /// What is being said: statements of one utterance, with their independent origins.
    #[command(
        after_help = "Examples:\n  hearsay claims case.hearsay\n  hearsay claims case.hearsay --speaker 'Ada Holm' --format jsonl"
    )]
    Claims(PlainQuestion),
    /// Who repeats whom: documents that share their text.
    #[command(after_help = "Examples:\n  hearsay copies case.hearsay\n  hearsay copies case.hearsay --outlet 'Harbour Review'")]
    Copies(PlainQuestion),
    /// Where accounts part, with both sides' sentences and the rule.
    #[command(
        after_help = "Examples:\n  hearsay disputes case.hearsay\n  hearsay disputes case.hearsay --format jsonl | jq .kind"
    )]
    Disputes(PlainQuestion),
    /// Who accuses whom of what, and who has answered.
    #[command(
        after_help = "Examples:\n  hearsay accusations case.hearsay\n  hearsay accusations case.hearsay --about 'Harbour Board'"
    )]
    Accusations(PlainQuestion),
    /// People, organisations and states, with their names and roles.
    #[command(
        after_help = "Examples:\n  hearsay people case.hearsay\n  hearsay people case.hearsay --text holm\n  hearsay people case.hearsay --quoted-only-by '*'\n  hearsay people case.hearsay --quoted-only-by 'Northern Wire' --format stix > sources.stix.json"
    )]
    People(PlainQuestion),
    /// Documents that report one event.
    #[command(after_help = "Examples:\n  hearsay stories case.hearsay")]
    Stories(PlainQuestion),
    /// Every link, of every kind, with its reasons.
    #[command(after_help = "Examples:\n  hearsay links case.hearsay\n  hearsay links case.hearsay --format jsonl")]
    Links(PlainQuestion),
    /// Outlets, and whom they quote: named, anonymous, official, documents.
    #[command(after_help = "Examples:\n  hearsay outlets case.hearsay")]
    Outlets(PlainQuestion),
    /// What came when: documents, statements, first appearances of claims.
    #[command(
        after_help = "Examples:\n  hearsay timeline case.hearsay\n  hearsay timeline case.hearsay --from 2031-04 --to 2031-05"
    )]
    Timeline(PlainQuestion),
    /// Search the texts.
    #[command(
        after_help = "Examples:\n  hearsay search case.hearsay 'sluice gate'\n  hearsay search case.hearsay '\"opened the gates\"' --outlet Courier"
    )]
    Search(NamedQuestion),
    /// Show a record by its id or the beginning of it.
    #[command(after_help = "Examples:\n  hearsay show case.hearsay a-5f0c\n  hearsay show case.hearsay e-91 --format jsonl")]
    Show(NamedQuestion),
    /// Why two records are linked, or not: the keys that they share, and every test and its outcome.
    #[command(
        after_help = "Examples:\n  hearsay why case.hearsay e-91 e-44\n  hearsay why case.hearsay s-5f0c s-77a1 --format jsonl\n  hearsay why case.hearsay d-1c d-e2"
    )]
    Why(WhyQuestion),
    /// Concepts that persons set, and how far what they are set on spread.
    #[command(after_help = "Examples:\n  hearsay labels case.hearsay\n  hearsay labels case.hearsay --by mara --format jsonl")]
    Labels(PlainQuestion),
    /// Set concepts of a scheme (SKOS) on statements, documents or spans, by hand or by words; none is set by itself.
    #[command(
        subcommand,
        after_help = "Examples:\n  hearsay label load case.hearsay scheme.jsonld\n  hearsay label set case.hearsay F1 s-5f0c --by mara\n  hearsay label match case.hearsay F1 'flooded the mill' --by mara\n  hearsay labels case.hearsay\n  hearsay label remove case.hearsay b-77a1 --by mara"
    )]
    Label(LabelVerb),
    /// What is worth a person's look: doubtful lines, links that rest on little, decisions without a place.
    #[command(
        after_help = "Examples:\n  hearsay review case.hearsay --limit 20\n  hearsay review case.hearsay --kind statement --act accuse\n  hearsay review case.hearsay --status decided"
    )]
    Review(PlainQuestion),
    /// What persons decided: who, when, what stood there before and after, and whether it stands.
    #[command(
        after_help = "Examples:\n  hearsay history case.hearsay\n  hearsay history case.hearsay s-5f0c\n  hearsay history case.hearsay --by mara --status orphaned"
    )]
    History(NamedQuestion),
    /// Which files could not be taken in, and why.
    #[command(
        after_help = "Examples:\n  hearsay refused case.hearsay\n  hearsay refused case.hearsay --text empty --format csv\n  hearsay forget case.hearsay mail/old.txt --by mara --yes\n\nA file leaves the list when `hearsay add` reads it well, or by `hearsay forget CASE PATH`."
    )]
    Refused(PlainQuestion),
    /// What is in the case, and what is missing.
    #[command(after_help = "Examples:\n  hearsay stats case.hearsay")]
    Stats(PlainQuestion),
    /// Accept, reject, add, change spans or a speaker, join or part two, withdraw a decision. Corrections outrank the machine and survive a rebuild.
    #[command(
        after_help = "Examples:\n  hearsay correct case.hearsay reject a-5f0c --by mara\n  hearsay correct case.hearsay speaker a-5f0c --speaker 'Ada Holm' --by mara\n  hearsay correct case.hearsay speaker a-5f0c --speaker unknown --by mara\n  hearsay correct case.hearsay span a-5f0c --source 10..18 --cue 19..23 --content 24..60 --by mara\n  hearsay correct case.hearsay add d-20 --source 'the keeper' --cue 'by her own account' --content 'had seen nobody' --by mara\n  hearsay correct case.hearsay merge e-91 --with e-44 --by mara\n  hearsay correct case.hearsay same s-5f0c --with s-77aa --by mara\n  hearsay correct case.hearsay different l-0e72 --by mara\n  hearsay correct case.hearsay undo k-c3fd --by mara\n  hearsay correct case.hearsay --from corrections.jsonl\n\nA line of that file is a correction as `hearsay export` gives it, or\n  {\"kind\": \"reject\", \"on\": \"a-5f0c\", \"by\": \"mara\"}\n  {\"kind\": \"span\", \"on\": \"a-5f0c\", \"roles\": {\"content\": [[24, 60]]}, \"by\": \"mara\"}\n  {\"kind\": \"add\", \"on\": \"d-20\", \"words\": {\"cue\": \"by her own account\", \"content\": \"had seen nobody\"}, \"by\": \"mara\"}\n  {\"kind\": \"merge\", \"on\": \"e-91\", \"with\": \"e-44\", \"by\": \"mara\"}\n\nNothing is deleted: `undo` withdraws a decision, and undoing the undo lets it stand again. `hearsay history` lists them."
    )]
    Correct(CorrectArguments),
    /// Forget a document or a person: its text, bytes and all that was made of them go for good; a tombstone stays.
    #[command(
        after_help = "Examples:\n  hearsay forget case.hearsay d-3f2c                     tells what would go, and does nothing\n  hearsay forget case.hearsay d-3f2c --by mara --note 'court order' --yes\n  hearsay forget case.hearsay 'Ada Holm' --by mara --note 'asked for' --yes\n\nCopies of the case elsewhere, and the copies that an upgrade leaves beside it, are not touched; they are named."
    )]
    Forget(ForgetArguments),
    /// Take a forgetting back: what was forgotten may be added again. It does not come back by itself.
    #[command(
        after_help = "Examples:\n  hearsay remember case.hearsay d-3f2c --by mara --note 'the order was lifted'\n  hearsay remember case.hearsay x-77a1 --by mara && hearsay rebuild case.hearsay"
    )]
    Remember(RememberArguments),
    /// Bring two cases together: documents, decisions with their authors, labels, and what either has forgotten.
    #[command(
        after_help = "Examples:\n  hearsay merge mine.hearsay hers.hearsay                    hers is taken into mine\n  hearsay merge mine.hearsay hers.hearsay --to both.hearsay  both stay as they are\n\nOpposite decisions are listed; both are kept, and the later one stands. One with other is the same as other with one."
    )]
    Merge(MergeArguments),
    /// Write the whole case as files that open without a server: every page, its data, the records, and evidence that can be checked.
    #[command(
        after_help = "Examples:\n  hearsay publish case.hearsay site/\n  hearsay publish case.hearsay site/ --originals\n  hearsay publish large.hearsay site/ --only documents,people,claims,disputes,copies\n  hearsay verify site/                  holds every file and passage against the manifest"
    )]
    Publish(PublishArguments),
    /// Give out the whole case: every record as JSON lines, tables with their codebook (Parquet, CSV), or a STIX bundle.
    #[command(
        after_help = "Examples:\n  hearsay export case.hearsay --as jsonl > case.jsonl\n  hearsay export case.hearsay tables/ --as parquet      a file for each kind of record, CODEBOOK.md and datapackage.json\n  hearsay export case.hearsay tables/ --as csv          the same for spreadsheets\n  hearsay export case.hearsay --as stix > case.stix.json\n\nTables are written beside the folder until all are there. If that ends early, the same command goes on with the table that it was at; the same case gives the same bytes."
    )]
    Export(ExportArguments),
    /// Tell what the tables of an export hold: every table, column and value.
    #[command(after_help = "Examples:\n  hearsay codebook | less\n  hearsay codebook --format json | jq '.tables[].table'")]
    Codebook {
        /// How it is written.
        #[arg(long, value_enum, default_value = "markdown")]
        format: CodebookFormat,
    },
    /// Drop everything derived and make it again from documents, packs and corrections.
    #[command(after_help = "Examples:\n  hearsay rebuild case.hearsay")]
    Rebuild(CaseArguments),
    /// Check every stored span, hash and reference, and print a digest over all records; or check a published folder.
    #[command(
        after_help = "Examples:\n  hearsay verify case.hearsay\n  hearsay verify case.hearsay --format jsonl\n  hearsay verify site/"
    )]
    Verify(VerifyArguments),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Examples:\n  hearsay completions bash > ~/.local/share/bash-completion/completions/hearsay\n  hearsay completions zsh > ~/.zfunc/_hearsay"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(
        after_help = "Examples:\n  hearsay man | man -l -\n  hearsay man --into man/            one page for each verb too"
    )]
    Man {
        /// Write the page of the program and of each verb into this folder instead.
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
    },
}

/// How answers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for a person.
    #[default]
    Table,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180).
    Csv,
}

/// How answers to questions of a case are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// Columns for a person.
    #[default]
    Table,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// A STIX 2.1 bundle of what the rows are about: people, documents, statements, claims, copies; of most questions.
    Stix,
}

/// The unit of offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// Unicode code points.
    #[default]
    Codepoints,
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 units.
    Utf16,
}

/// How readings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadingFormat {
    /// One JSON object a document.
    #[default]
    Jsonl,
    /// A row an attribution, in columns for a person.
    Table,
    /// A row an attribution, in comma-separated values (RFC 4180).
    Csv,
    /// The language layers: a word a line, with tag, lemma, governor and names (CoNLL-U).
    Conllu,
}

/// Which sentences get language layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayersOf {
    /// Those in which an attribution has a part.
    #[default]
    Needed,
    /// All that are read.
    All,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// Files or folders; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object a document, a row an attribution, or the language layers.
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: ReadingFormat,
    /// Which sentences `--format conllu` gives; the records are the same either way.
    #[arg(long, value_enum, default_value = "needed")]
    pub(crate) layers: LayersOf,
    /// Unit of the offsets.
    #[arg(long, value_enum, default_value = "codepoints")]
    pub(crate) offsets: Offsets,
}

#[derive(Debug, Args)]
pub(crate) struct DraftArguments {
    /// The draft; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// How the statements are written.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct LinkArguments {
    /// Files of JSON lines; standard input if none is given.
    #[arg(value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,
    /// Records (jsonl), or a row a link.
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// The ledger file; made if it is not there.
    pub(crate) case: PathBuf,
    /// Files or folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The address that the (single) input was fetched from.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// What became of each input.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    /// The ledger file, or a folder of articles.
    #[arg(value_name = "CASE|FOLDER")]
    pub(crate) case: PathBuf,
    /// Port on this machine; any free one if not given.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Open the system's browser at the address.
    #[arg(long)]
    pub(crate) browser: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// Port; any free one if not given.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Address of this machine to listen on, if not only its own programs shall reach it; needs a token.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<std::net::IpAddr>,
    /// File whose first line is the token: what a program shows to correct, and, with --listen, everybody to see anything.
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    pub(crate) token_file: Option<PathBuf>,
    /// The token itself; others on this machine can see it in the list of processes.
    #[arg(long, env = "HEARSAY_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// A name that the case is served under, besides localhost; may be given again.
    #[arg(long = "name", value_name = "HOST")]
    pub(crate) names: Vec<String>,
    /// An origin whose pages may read the API in a browser; may be given again.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    pub(crate) allow_origins: Vec<String>,
    /// Nothing can be changed.
    #[arg(long)]
    pub(crate) read_only: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CaseArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ForgetArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// The document, by its id or a path where it was met; or the person, by id or name. The beginning of an id is enough.
    #[arg(value_name = "DOCUMENT|PERSON")]
    pub(crate) named: String,
    /// Who decides; the name is kept with the tombstone.
    #[arg(long, env = "HEARSAY_BY", default_value = "a person")]
    pub(crate) by: String,
    /// Why; kept with the tombstone. Name nobody here who is to be forgotten.
    #[arg(long, visible_alias = "why")]
    pub(crate) note: Option<String>,
    /// Do it. Without this, what would go is told and nothing is done.
    #[arg(long)]
    pub(crate) yes: bool,
    /// How it is told.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct RememberArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// The tombstone or the document. The beginning of its id is enough.
    #[arg(value_name = "ID")]
    pub(crate) named: String,
    /// Who decides.
    #[arg(long, env = "HEARSAY_BY", default_value = "a person")]
    pub(crate) by: String,
    /// Why.
    #[arg(long, visible_alias = "why")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// The ledger file that takes the other in, unless `--to` is given.
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    /// The other ledger file; it is only read.
    #[arg(value_name = "OTHER")]
    pub(crate) other: PathBuf,
    /// A new file for both together; the two stay as they are.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct PublishArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// The folder; it must be new or empty, or hold an earlier publication, whose place is taken.
    pub(crate) folder: PathBuf,
    /// With the original bytes of every document.
    #[arg(long)]
    pub(crate) originals: bool,
    /// The records that get pages of their own: of documents, people, claims, disputes, copies, statements, links, citations; unless told, all, or where that
    /// would be too many files, documents, people and claims of several statements.
    #[arg(long, value_name = "KINDS")]
    pub(crate) only: Option<hearsay_serve::publish::Kinds>,
    /// Files at most; a case that would be more is not published.
    #[arg(long, value_name = "N", default_value_t = hearsay_serve::publish::MOST)]
    pub(crate) most: usize,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The ledger file, or a folder that `hearsay publish` wrote.
    #[arg(value_name = "CASE|FOLDER")]
    pub(crate) case: PathBuf,
    /// How the result is written.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What narrows an answer down; the same words as in the page's addresses.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct FilterArguments {
    /// Who speaks: a name, or an id.
    #[arg(long)]
    pub(crate) speaker: Option<String>,
    /// About whom: a name, or an id.
    #[arg(long)]
    pub(crate) about: Option<String>,
    /// Speech act, such as deny, or a family, such as stance-.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) act: Option<String>,
    /// direct, mixed or indirect.
    #[arg(long)]
    pub(crate) form: Option<String>,
    /// Kind of source, such as person-named or person-anonymous.
    #[arg(long)]
    pub(crate) source_kind: Option<String>,
    /// The outlet.
    #[arg(long)]
    pub(crate) outlet: Option<String>,
    /// On this day, in this month or in this year.
    #[arg(long)]
    pub(crate) date: Option<String>,
    /// From this day, month or year on.
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// Up to and with this day, month or year.
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// Language of the document.
    #[arg(long)]
    pub(crate) language: Option<String>,
    /// The document's id, or the beginning of it.
    #[arg(long)]
    pub(crate) document: Option<String>,
    /// Words that must be there.
    #[arg(long)]
    pub(crate) text: Option<String>,
    /// Notation of the concept.
    #[arg(long)]
    pub(crate) concept: Option<String>,
    /// Who set the label.
    #[arg(long)]
    pub(crate) by: Option<String>,
    /// Kind: of link, dispute, copy or entity.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Outlet that alone quotes somebody, itself or through what others took from it; `*` for whichever.
    #[arg(long, value_name = "OUTLET")]
    pub(crate) quoted_only_by: Option<String>,
    /// standing, withdrawn or walked-back.
    #[arg(long)]
    pub(crate) status: Option<String>,
    /// The claim's id, or the beginning of it.
    #[arg(long)]
    pub(crate) claim: Option<String>,
    /// First taken in after this moment, such as 2031-04-07T09:30:00Z.
    #[arg(long)]
    pub(crate) added_after: Option<String>,
    /// Order of the rows.
    #[arg(long)]
    pub(crate) sort: Option<String>,
    /// The columns that are given, in this order, separated by commas.
    #[arg(long, value_name = "COLUMN,…")]
    pub(crate) columns: Option<String>,
    /// At most so many rows.
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Leave out the first so many rows.
    #[arg(long)]
    pub(crate) offset: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct PlainQuestion {
    /// The ledger file.
    pub(crate) case: PathBuf,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// How the answer is written.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct NamedQuestion {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// Who, what or which.
    #[arg(value_name = "NAME|ID|WORDS")]
    pub(crate) named: Option<String>,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// How the answer is written.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct WhyQuestion {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// A chain, entity, statement, attribution, document or group. The beginning of an id is enough.
    #[arg(value_name = "ID")]
    pub(crate) one: String,
    /// The other, of the same kind.
    #[arg(value_name = "ID")]
    pub(crate) other: String,
    /// How the answer is written.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: AnswerFormat,
}

/// What is done with labels.
#[derive(Debug, Subcommand)]
#[command(rename_all = "kebab-case")]
pub(crate) enum LabelVerb {
    /// Load the schemes of a SKOS file (JSON-LD).
    Load {
        /// The ledger file.
        case: PathBuf,
        /// The file; `-` is standard input.
        file: PathBuf,
    },
    /// The schemes that are loaded, with their concepts.
    Schemes {
        /// The ledger file.
        case: PathBuf,
    },
    /// Set a concept on a statement, a document, or spans of it.
    Set {
        /// The ledger file.
        case: PathBuf,
        /// The concept: its notation, identifier or label.
        concept: String,
        /// The statement, attribution or document. The beginning of an id is enough.
        #[arg(value_name = "ID")]
        on: String,
        /// Spans of it, in code points: `10..18`, several with commas.
        #[arg(long)]
        spans: Option<String>,
        #[command(flatten)]
        who: LabelArguments,
    },
    /// Set a concept wherever these words stand in this order, in any case.
    Match {
        /// The ledger file.
        case: PathBuf,
        /// The concept: its notation, identifier or label.
        concept: String,
        /// The words.
        words: String,
        #[command(flatten)]
        who: LabelArguments,
    },
    /// Take a label back; that it was set stays in the ledger.
    Remove {
        /// The ledger file.
        case: PathBuf,
        /// The label. The beginning of its id is enough.
        #[arg(value_name = "ID")]
        label: String,
        #[command(flatten)]
        who: LabelArguments,
    },
}

/// Who sets a label, and why.
#[derive(Clone, Debug, Args)]
pub(crate) struct LabelArguments {
    /// The scheme, where two have such a concept: its identifier or label.
    #[arg(long)]
    pub(crate) scheme: Option<String>,
    /// Who decides; the name is kept with the label.
    #[arg(long, env = "HEARSAY_BY", default_value = "a person")]
    pub(crate) by: String,
    /// Why.
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// How the labels are printed.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// The folder to write into: new, empty, or an earlier export. Tables need one; without one, JSON lines and STIX go to standard output.
    pub(crate) folder: Option<PathBuf>,
    /// The format.
    #[arg(long = "as", value_enum, default_value = "jsonl")]
    pub(crate) format: ExportFormat,
}

/// Formats of a whole case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Every record, one a line.
    Jsonl,
    /// A Parquet file for each kind of record, with codebook and description.
    Parquet,
    /// The same as CSV.
    Csv,
    /// One STIX 2.1 bundle: who speaks, documents, statements, claims, and who repeats whom.
    Stix,
}

/// How the codebook is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodebookFormat {
    /// For people.
    Markdown,
    /// For programs.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CorrectArguments {
    /// The ledger file.
    pub(crate) case: PathBuf,
    /// What is decided.
    #[arg(value_enum, required_unless_present = "from")]
    pub(crate) kind: Option<Decision>,
    /// The attribution or statement; for merge, split and dispute the chain or entity; for same and different the statement,
    /// document or link; for add the document; for undo the decision. The beginning of an id is enough.
    #[arg(required_unless_present = "from", value_name = "ID")]
    pub(crate) on: Option<String>,
    /// The other side (merge, split, dispute, same, different).
    #[arg(long, value_name = "ID")]
    pub(crate) with: Option<String>,
    /// A further mention (chain) that is somebody else together with ID, once for each (split): all of them are set apart, and
    /// the rest stays together.
    #[arg(long, value_name = "ID")]
    pub(crate) also: Vec<String>,
    /// The speaker as it should be: a name, a chain's or entity's id, or `unknown` (speaker, add).
    #[arg(long)]
    pub(crate) speaker: Option<String>,
    /// The speech act, an id of packs/en/acts.tsv; without it the words tell (add).
    #[arg(long)]
    pub(crate) act: Option<String>,
    /// The source: spans in code points, `10..18`, several with commas; or its words, as printed.
    #[arg(long, value_name = "SPANS|WORDS")]
    pub(crate) source: Option<String>,
    /// The cue, likewise.
    #[arg(long, value_name = "SPANS|WORDS")]
    pub(crate) cue: Option<String>,
    /// The content, likewise.
    #[arg(long, value_name = "SPANS|WORDS")]
    pub(crate) content: Option<String>,
    /// Who decides; the name is kept with the decision.
    #[arg(long, env = "HEARSAY_BY", default_value = "a person")]
    pub(crate) by: String,
    /// Why.
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Take decisions from JSON lines instead; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "on"])]
    pub(crate) from: Option<PathBuf>,
    /// How the corrections are printed.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What a person can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Decision {
    /// The attribution stands.
    Accept,
    /// It is none.
    Reject,
    /// Its roles are others.
    Span,
    /// Its speaker is another.
    Speaker,
    /// Two are one and the same.
    Merge,
    /// Two are not.
    Split,
    /// It is disputed whether two are; neither joins nor parts them.
    Dispute,
    /// Something is said there that the reader missed.
    Add,
    /// Two statements report one utterance, or two documents are one telling.
    Same,
    /// They are not, and nothing links them.
    Different,
    /// An earlier decision is withdrawn.
    Undo,
}

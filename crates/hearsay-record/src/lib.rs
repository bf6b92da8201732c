//! The vocabulary of hearsay and its one canonical JSON

//! The one path: intake, read, ledger, link, view

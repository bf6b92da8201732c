//! Questions to the ledger, their answers, and the formats they are given in

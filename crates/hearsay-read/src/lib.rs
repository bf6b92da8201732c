//! Documents to readings: the linguistics, one document at a time

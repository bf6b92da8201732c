//! Bytes to documents: every format ends here

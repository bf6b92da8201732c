//! Records to and from one SQLite file

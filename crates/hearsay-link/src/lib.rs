//! Records to links and groups: what holds between documents

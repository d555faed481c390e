//! Everything between a row and a reader: queries and their answers, names and texts, search, explanations, changes,
//! and the wording of all of them. Nothing here knows of terminals, of command lines or of exit codes.

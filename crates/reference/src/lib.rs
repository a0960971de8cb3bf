//! Floor 0: divisions, offices, working days, code lists, identity numbers. Pure data and look-ups.
//!
//! The tables are embedded from `data/` and parsed when first asked for; nothing here reads a file,
//! a clock or the network, and nothing here knows a case, a rule or a screen.

pub mod calendar;
pub mod codes;
pub mod date_text;
pub mod division;
pub mod id_number;
pub mod office;
pub mod organisation;
pub mod street;
pub mod table;
pub mod text;

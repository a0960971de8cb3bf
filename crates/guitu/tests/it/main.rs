//! The house as a whole: its floors, its command line, its pages in a real browser.

mod browser;
mod cli;
mod tidy;
mod two_servers;

//! How much of an outside file we are willing to look at.
//!
//! Real rosters of a province stay far below every number here. The point of each limit
//! is to end quickly, with a sentence, on files made to exhaust a reader: compression
//! bombs, one string referred to a million times, a sheet of styled emptiness.

use serde::{Deserialize, Serialize};

/// Upper bounds for one file. The default suits the yearly roster of a whole province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file as sent.
    pub bytes: u64,
    /// Bytes of all parts of a workbook together once unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of a workbook's shared strings once unpacked (they are held in memory whole).
    pub shared_strings_bytes: u64,
    /// Largest believable ratio of unpacked to packed bytes of one part above 8 MB.
    pub ratio: u64,
    /// Parts (files) inside a workbook.
    pub parts: usize,
    /// Filled rows over all sheets.
    pub rows: usize,
    /// Columns counted to the last filled one.
    pub columns: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Bytes of all filled cells together, repeated strings counted each time.
    pub text_bytes: usize,
    /// Address space of the reading child process in bytes.
    pub child_memory_bytes: u64,
    /// Processor time of the reading child process in seconds.
    pub child_cpu_seconds: u64,
    /// Wall time after which the reading child process is killed, in milliseconds.
    pub deadline_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20_000_000,
            unpacked_bytes: 300_000_000,
            shared_strings_bytes: 100_000_000,
            ratio: 200,
            parts: 2_000,
            rows: 100_000,
            columns: 500,
            cell_bytes: 32_768,
            text_bytes: 80_000_000,
            child_memory_bytes: 1 << 30,
            child_cpu_seconds: 20,
            deadline_ms: 20_000,
        }
    }
}

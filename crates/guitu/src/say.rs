//! What the program says at the console.
#![allow(clippy::print_stdout)] // reason: the console is where the binary speaks

use std::process::ExitCode;

/// One line of result.
pub fn line(text: impl std::fmt::Display) {
    use std::io::Write;
    // A reader that went away (`| head`) is no failure of ours.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Why it did not work, in one sentence; exit code 2.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("guitu: {error:#}");
    ExitCode::from(2)
}

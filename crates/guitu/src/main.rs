//! Floor 5: the binary. The command line, where the instance lies, the clock, randomness, start and stop.
//! Only here are the clock, the environment and the system's randomness read.
//! Must never know: rules of the field, SQL, HTML.

mod cli;
mod commands;
mod config;
mod folder;
mod say;
mod system;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // Files from outside are read by a child of this program: it must not start a runtime or open anything.
    if matches!(cli.command, cli::Command::ReadFile) {
        let code = documents::limited::child_main(std::io::stdin(), std::io::stdout());
        return ExitCode::from(u8::try_from(code).unwrap_or(1));
    }
    system::log_to_stderr();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return say::failed(&anyhow::Error::from(error)),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => say::failed(&error),
    }
}

//! Figures and how they are told: a markdown table, one line for product and floor.
//! Must never know: where the figures come from.

use crate::{Engine, client::Run, server::Described};
use std::{io::Write, time::Duration};

/// Figures of a run, or medians of several.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    /// Half of all answers came within, milliseconds.
    pub p50_millis: f64,
    /// Ninety-nine of a hundred came within, milliseconds.
    pub p99_millis: f64,
    /// Requests a second.
    pub a_second: f64,
    /// Processor time of the server process for one request, microseconds.
    pub cpu_micros: f64,
    /// Bytes of an answer.
    pub bytes: f64,
}

/// Product and floor.
pub struct Line {
    /// The product.
    pub product: Figures,
    /// The floor.
    pub floor: Figures,
}

impl Figures {
    /// Figures of a run.
    pub fn of(run: &Run, cpu: Duration) -> Figures {
        let requests = run.took.len().max(1) as f64;
        Figures {
            p50_millis: run.percentile(50).as_secs_f64() * 1e3,
            p99_millis: run.percentile(99).as_secs_f64() * 1e3,
            a_second: requests / run.lasted.as_secs_f64(),
            cpu_micros: cpu.as_secs_f64() * 1e6 / requests,
            bytes: run.bytes as f64,
        }
    }

    /// The median of every figure by itself.
    pub fn median(all: &[Figures]) -> Figures {
        let of = |figure: fn(&Figures) -> f64| {
            let mut values: Vec<f64> = all.iter().map(figure).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        Figures {
            p50_millis: of(|f| f.p50_millis),
            p99_millis: of(|f| f.p99_millis),
            a_second: of(|f| f.a_second),
            cpu_micros: of(|f| f.cpu_micros),
            bytes: of(|f| f.bytes),
        }
    }

    fn cells(&self) -> String {
        format!(
            "{:.2} | {:.2} | {:.0} | {:.0}",
            self.p50_millis, self.p99_millis, self.a_second, self.cpu_micros
        )
    }
}

/// One line on standard output.
pub fn say(text: &str) {
    // A reader that went away is no failure of ours.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The head of the table of an engine.
pub fn head(city: &Described, engine: Engine) {
    say(&format!(
        "\n{engine}: a case of {} events; {} and {} cases to be visited\n",
        city.events,
        city.product.len(),
        city.floor.len()
    ));
    say(
        "| engine | what | conn. | p50 ms | p99 ms | req/s | CPU µs | floor p50 | floor p99 | floor req/s | floor CPU µs | time × | CPU × | bytes |",
    );
    say("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
}

/// A line of the table.
pub fn line(engine: Engine, what: &str, connections: usize, of: &Line) {
    let time = of.floor.a_second / of.product.a_second;
    let cpu = of.product.cpu_micros / of.floor.cpu_micros;
    say(&format!(
        "| {engine} | {what} | {connections} | {} | {} | {time:.2} | {cpu:.2} | {:.0} |",
        of.product.cells(),
        of.floor.cells(),
        of.product.bytes
    ));
}

/// Shared commits beside one commit each.
pub fn slow(engine: Engine, of: &Line) {
    say(&format!(
        "\n{engine}, syncs 5 ms slower, 64 connections: {:.0} visits/s with shared commits, {:.0} with one each: {:.1} times",
        of.product.a_second,
        of.floor.a_second,
        of.product.a_second / of.floor.a_second
    ));
}

/// What a layer brings the page to.
pub fn layer(engine: Engine, what: &str, step: &str, of: &Figures) {
    say(&format!("| {engine} | {what} | {step} | {:.2} | {:.0} |", of.p50_millis, of.cpu_micros));
}

//! A small HTTP/1.1 client: N connections that stay open, each asks again as soon as it was answered, until
//! the time or the number of requests is used up. Every answer must have the expected status.
//! Must never know: what is asked.

use crate::machine::Moment;
use anyhow::{Context, Result, bail};
use std::{cell::Cell, rc::Rc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

/// When a run ends, whichever comes first.
#[derive(Clone, Copy)]
pub struct Until {
    /// Time from the first request.
    pub time: Duration,
    /// Requests of all connections together.
    pub requests: usize,
}

/// What a run gave.
pub struct Run {
    /// How long every answer took, ascending.
    pub took: Vec<Duration>,
    /// From the first request to the last answer.
    pub lasted: Duration,
    /// Bytes of the last answer, head and body.
    pub bytes: usize,
}

impl Run {
    /// The time within which that part of a hundred was answered.
    pub fn percentile(&self, part: usize) -> Duration {
        let at = (self.took.len() * part).div_ceil(100).saturating_sub(1);
        self.took.get(at).copied().unwrap_or_default()
    }
}

/// Requests of one connection: the whole text of the next one.
pub trait Ask {
    /// The request with that number on that connection.
    fn next(&self, connection: usize, number: usize) -> String;
    /// The status of a right answer.
    fn status(&self) -> u16;
}

/// Runs the connections side by side.
pub async fn run(address: &str, connections: usize, until: Until, ask: Rc<dyn Ask>) -> Result<Run> {
    let left = Rc::new(Cell::new(until.requests));
    let mut open = vec![];
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await.context("connect")?;
        stream.set_nodelay(true)?;
        open.push(stream);
    }
    let start = Moment::now();
    let local = LocalSet::new();
    let tasks: Vec<_> = open
        .into_iter()
        .enumerate()
        .map(|(connection, stream)| {
            let (left, ask) = (Rc::clone(&left), Rc::clone(&ask));
            local.spawn_local(async move {
                let mut line = Line { stream, buffer: Vec::with_capacity(64 * 1024), bytes: 0 };
                let mut took = vec![];
                while left.get() > 0 && start.ago() < until.time {
                    left.set(left.get() - 1);
                    let text = ask.next(connection, took.len());
                    let asked = Moment::now();
                    line.ask(&text, ask.status()).await?;
                    took.push(asked.ago());
                }
                Ok::<_, anyhow::Error>((took, line.bytes))
            })
        })
        .collect();
    local
        .run_until(async {
            let (mut took, mut bytes) = (vec![], 0);
            for task in tasks {
                let (of_one, last) = task.await??;
                took.extend(of_one);
                bytes = bytes.max(last);
            }
            took.sort_unstable();
            Ok(Run { took, lasted: start.ago(), bytes })
        })
        .await
}

/// One request on a connection of its own; the body of the answer.
pub async fn once(address: &str, ask: &dyn Ask) -> Result<(String, usize)> {
    let stream = TcpStream::connect(address).await.context("connect")?;
    let mut line = Line { stream, buffer: vec![], bytes: 0 };
    let head = line.ask(&ask.next(0, 0), ask.status()).await?;
    Ok((String::from_utf8_lossy(&line.buffer[head..]).into_owned(), line.bytes))
}

struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    bytes: usize,
}

impl Line {
    /// Asks and reads the whole answer; how long its head is.
    async fn ask(&mut self, text: &str, status: u16) -> Result<usize> {
        self.stream.write_all(text.as_bytes()).await?;
        self.buffer.clear();
        let head = loop {
            self.more().await?;
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let words = String::from_utf8_lossy(&self.buffer[..head]).to_lowercase();
        let told = words.split_whitespace().nth(1).and_then(|s| s.parse::<u16>().ok()).unwrap_or(0);
        let length = words.lines().find_map(|l| l.strip_prefix("content-length:"));
        let length: usize = length.map_or(Ok(0), |l| l.trim().parse()).context("content-length")?;
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        self.bytes = self.buffer.len();
        if told != status {
            bail!("answered {told}, expected {status}");
        }
        Ok(head)
    }

    async fn more(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => bail!("the server closed the connection"),
            _ => Ok(()),
        }
    }
}

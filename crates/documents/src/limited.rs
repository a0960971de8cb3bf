//! Reads a file from outside in a child process of the same program, so that a file made to exhaust a reader
//! exhausts only the child.
//!
//! Down the child's input go one line that says what to do within which limits ([`Order`]), and then the file;
//! up its output comes one line of JSON, after a picture its bytes. The child has no environment, little
//! memory, little processor time and a deadline; at most two run at once. Its error output is dropped, since a
//! reader's complaint may quote the file. Nothing is written to disk.

use crate::{
    Limits, Unreadable,
    picture::{self, Picture},
    roster::{self, Reading},
};
use rlimit::Resource;
use serde::{Deserialize, Serialize};
use std::{
    io::{Read, Write},
    path::Path,
    process::Stdio,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
};

/// The argument that makes the program a reading child; see [`child_main`].
pub const CHILD_ARGUMENT: &str = "read-file";

/// Children at once.
static SEATS: Semaphore = Semaphore::const_new(2);

/// How many bytes of answer we take for one byte of cell text.
const ANSWER_FACTOR: u64 = 4;

/// What the child is to do.
#[derive(Serialize, Deserialize)]
enum Order {
    /// Read a roster.
    Roster(Limits),
    /// Encode a picture anew.
    Picture(picture::Limits),
}

/// Why there is no answer at all.
enum Silence {
    /// Out of memory or time.
    TooHeavy,
    /// It could not be started or talked nonsense.
    Failed,
}

/// What holds the child.
struct Bounds {
    file_bytes: u64,
    answer_bytes: u64,
    memory_bytes: u64,
    cpu_seconds: u64,
    deadline: Duration,
}

impl Order {
    fn bounds(&self) -> Bounds {
        match self {
            Order::Roster(limits) => Bounds {
                file_bytes: limits.bytes,
                answer_bytes: (limits.text_bytes as u64).saturating_mul(ANSWER_FACTOR),
                memory_bytes: limits.child_memory_bytes,
                cpu_seconds: limits.child_cpu_seconds,
                deadline: Duration::from_millis(limits.deadline_ms),
            },
            Order::Picture(limits) => Bounds {
                file_bytes: limits.bytes,
                answer_bytes: limits.answer_bytes(),
                memory_bytes: limits.child_memory_bytes,
                cpu_seconds: limits.child_cpu_seconds,
                deadline: Duration::from_millis(limits.deadline_ms),
            },
        }
    }
}

/// Reads a roster in a child process `exe read-file`. The future may be dropped at any
/// time; the child is killed then.
///
/// # Errors
/// What [`roster::read`] says of the file; `too_heavy` if the child ran out of memory or
/// time, `reader_failed` if it could not be started or answered nonsense.
pub async fn read_in_child(exe: &Path, bytes: Vec<u8>, limits: Limits) -> Result<Reading, Unreadable> {
    if bytes.len() as u64 > limits.bytes {
        return roster::read(&bytes, &limits);
    }
    let answer = match asked(exe, &Order::Roster(limits), &bytes).await {
        Ok(answer) => answer,
        Err(Silence::TooHeavy) => return Err(too_heavy()),
        Err(Silence::Failed) => return Err(reader_failed()),
    };
    serde_json::from_slice::<Result<Reading, Unreadable>>(&answer).map_err(|_| reader_failed())?
}

/// Encodes a picture anew in a child process `exe read-file`, like [`read_in_child`].
///
/// # Errors
/// What [`picture::prepare`] says of the file; `picture_too_heavy` if the child ran out of memory or time,
/// `picture_reader_failed` if it could not be started or answered nonsense.
pub async fn prepare_in_child(
    exe: &Path,
    bytes: Vec<u8>,
    limits: picture::Limits,
) -> Result<Picture, Unreadable> {
    picture::of_right_size(&bytes, &limits)?;
    let answer = match asked(exe, &Order::Picture(limits), &bytes).await {
        Ok(answer) => answer,
        Err(Silence::TooHeavy) => return Err(picture::too_heavy()),
        Err(Silence::Failed) => return Err(picture::reader_failed()),
    };
    picture::unpacked(&answer).unwrap_or_else(|| Err(picture::reader_failed()))
}

/// The answer of a child, whole.
async fn asked(exe: &Path, order: &Order, bytes: &[u8]) -> Result<Vec<u8>, Silence> {
    let Ok(_seat) = SEATS.acquire().await else {
        return Err(Silence::Failed);
    };
    let mut child = Command::new(exe)
        .arg(CHILD_ARGUMENT)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| Silence::Failed)?;
    match tokio::time::timeout(order.bounds().deadline, talk(&mut child, bytes, order)).await {
        Ok(answer) => answer,
        Err(_) => {
            // Waits for the end, so that no dead child is left behind.
            let _ = child.kill().await;
            Err(Silence::TooHeavy)
        }
    }
}

async fn talk(child: &mut Child, bytes: &[u8], order: &Order) -> Result<Vec<u8>, Silence> {
    let (Some(mut down), Some(up)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Silence::Failed);
    };
    let mut head = serde_json::to_vec(order).map_err(|_| Silence::Failed)?;
    head.push(b'\n');
    let send = async {
        // A child that ends early closes its input; its answer says why.
        if down.write_all(&head).await.is_ok() {
            let _ = down.write_all(bytes).await;
        }
        drop(down);
    };
    let most = order.bounds().answer_bytes;
    let mut answer = Vec::new();
    let mut up = up.take(most);
    let receive = up.read_to_end(&mut answer);
    let ((), received) = tokio::join!(send, receive);
    received.map_err(|_| Silence::Failed)?;
    if answer.len() as u64 >= most {
        return Err(Silence::TooHeavy);
    }
    let status = child.wait().await.map_err(|_| Silence::Failed)?;
    if !status.success() {
        return Err(if status.code().is_none() { Silence::TooHeavy } else { Silence::Failed });
    }
    Ok(answer)
}

/// The whole life of the child: bounds itself, reads the file from `input`, writes the
/// answer to `output`. Returns the exit code. Call it before any thread is started.
pub fn child_main(mut input: impl Read, output: impl Write) -> i32 {
    let Some(order) = read_order(&mut input) else {
        return 2;
    };
    let bounds = order.bounds();
    if !bound_myself(&bounds) {
        return 3;
    }
    let mut bytes = Vec::new();
    let taken = input.take(bounds.file_bytes + 1).read_to_end(&mut bytes);
    if taken.is_err() {
        return 2;
    }
    let mut output = std::io::BufWriter::new(output);
    let written = match order {
        Order::Roster(limits) => {
            let answer = roster::read(&bytes, &limits);
            drop(bytes);
            serde_json::to_writer(&mut output, &answer).is_ok()
        }
        Order::Picture(limits) => {
            let answer = picture::prepare(&bytes, &limits);
            drop(bytes);
            picture::pack(&answer, &mut output).is_ok()
        }
    };
    if written && output.flush().is_ok() { 0 } else { 4 }
}

/// The first line, byte by byte so that nothing of the file is swallowed.
fn read_order(input: &mut impl Read) -> Option<Order> {
    let mut line = Vec::new();
    let mut byte = [0_u8];
    while line.len() < 4_096 {
        input.read_exact(&mut byte).ok()?;
        if byte[0] == b'\n' {
            return serde_json::from_slice(&line).ok();
        }
        line.push(byte[0]);
    }
    None
}

fn bound_myself(bounds: &Bounds) -> bool {
    [
        (Resource::AS, bounds.memory_bytes),
        (Resource::CPU, bounds.cpu_seconds),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
    ]
    .into_iter()
    .all(|(resource, most)| resource.set(most, most).is_ok())
}

fn too_heavy() -> Unreadable {
    Unreadable::new(
        "too_heavy",
        "读取这个文件耗用的内存或时间过多，已停止。请把名册内容复制到新的工作簿，只保留数据后再报送。",
    )
}

fn reader_failed() -> Unreadable {
    Unreadable::new(
        "reader_failed",
        "读取程序意外结束，没有读到内容。请用 Excel 或 WPS 打开确认文件完好，另存为新的 .xlsx 后再试；仍不行请告知管理员。",
    )
}

//! Reads a roster in a child process of the same program, so that a file made to exhaust
//! a reader exhausts only the child.
//!
//! Down the child's input go one line of limits and then the file; up its output comes
//! one JSON value. The child has no environment, little memory, little processor time and
//! a deadline; at most two run at once. Its error output is dropped, since a reader's
//! complaint may quote the file. Nothing is written to disk.

use crate::{
    Limits, Unreadable,
    answers::{self, Answer},
    roster,
};
use rlimit::Resource;
use roster::Reading;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
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
pub const CHILD_ARGUMENT: &str = "read-roster";

/// Children at once.
static SEATS: Semaphore = Semaphore::const_new(2);

/// How many bytes of answer we take for one byte of cell text.
const ANSWER_FACTOR: u64 = 4;

/// Reads a roster in a child process `exe read-roster`. The future may be dropped at any
/// time; the child is killed then.
///
/// # Errors
/// What [`roster::read`] says of the file; `too_heavy` if the child ran out of memory or
/// time, `reader_failed` if it could not be started or answered nonsense.
pub async fn read_in_child(exe: &Path, bytes: Vec<u8>, limits: Limits) -> Result<Reading, Unreadable> {
    if bytes.len() as u64 > limits.bytes {
        return roster::read(&bytes, &limits);
    }
    ask_child(exe, &bytes, Task { what: What::Roster, limits }).await
}

/// Reads a filled answer table in the same kind of child.
///
/// # Errors
/// As for [`read_in_child`], with what [`answers::read`] says of the file.
pub async fn read_answers_in_child(
    exe: &Path,
    bytes: Vec<u8>,
    limits: Limits,
) -> Result<Vec<Answer>, Unreadable> {
    if bytes.len() as u64 > limits.bytes {
        return answers::read(&bytes, &limits);
    }
    ask_child(exe, &bytes, Task { what: What::Answers, limits }).await
}

/// What the child is to read, and how much of it: the first line of its input.
#[derive(Serialize, Deserialize)]
struct Task {
    #[serde(default)]
    what: What,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    #[default]
    Roster,
    Answers,
}

async fn ask_child<T: DeserializeOwned>(exe: &Path, bytes: &[u8], task: Task) -> Result<T, Unreadable> {
    let Ok(_seat) = SEATS.acquire().await else {
        return Err(reader_failed());
    };
    let mut child = Command::new(exe)
        .arg(CHILD_ARGUMENT)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| reader_failed())?;
    let deadline = Duration::from_millis(task.limits.deadline_ms);
    match tokio::time::timeout(deadline, talk(&mut child, bytes, &task)).await {
        Ok(answer) => answer,
        Err(_) => {
            // Waits for the end, so that no dead child is left behind.
            let _ = child.kill().await;
            Err(too_heavy())
        }
    }
}

async fn talk<T: DeserializeOwned>(child: &mut Child, bytes: &[u8], task: &Task) -> Result<T, Unreadable> {
    let (Some(mut down), Some(up)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(reader_failed());
    };
    let mut head = serde_json::to_vec(task).map_err(|_| reader_failed())?;
    head.push(b'\n');
    let send = async {
        // A child that ends early closes its input; its answer says why.
        if down.write_all(&head).await.is_ok() {
            let _ = down.write_all(bytes).await;
        }
        drop(down);
    };
    let most = (task.limits.text_bytes as u64).saturating_mul(ANSWER_FACTOR);
    let mut answer = Vec::new();
    let mut up = up.take(most);
    let receive = up.read_to_end(&mut answer);
    let ((), received) = tokio::join!(send, receive);
    received.map_err(|_| reader_failed())?;
    if answer.len() as u64 >= most {
        return Err(too_heavy());
    }
    let status = child.wait().await.map_err(|_| reader_failed())?;
    if !status.success() {
        return Err(if status.code().is_none() { too_heavy() } else { reader_failed() });
    }
    serde_json::from_slice::<Result<T, Unreadable>>(&answer).map_err(|_| reader_failed())?
}

/// The whole life of the child: bounds itself, reads the file from `input`, writes the
/// answer to `output`. Returns the exit code. Call it before any thread is started.
pub fn child_main(mut input: impl Read, output: impl Write) -> i32 {
    let Some(Task { what, limits }) = read_task(&mut input) else {
        return 2;
    };
    if !bound_myself(&limits) {
        return 3;
    }
    let mut bytes = Vec::new();
    let taken = input.take(limits.bytes + 1).read_to_end(&mut bytes);
    if taken.is_err() {
        return 2;
    }
    match what {
        What::Roster => told(roster::read(&bytes, &limits), output),
        What::Answers => told(answers::read(&bytes, &limits), output),
    }
}

fn told(answer: Result<impl Serialize, Unreadable>, output: impl Write) -> i32 {
    let mut output = std::io::BufWriter::new(output);
    let written = serde_json::to_writer(&mut output, &answer).is_ok() && output.flush().is_ok();
    if written { 0 } else { 4 }
}

/// The first line, byte by byte so that nothing of the file is swallowed.
fn read_task(input: &mut impl Read) -> Option<Task> {
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

fn bound_myself(limits: &Limits) -> bool {
    [
        (Resource::AS, limits.child_memory_bytes),
        (Resource::CPU, limits.child_cpu_seconds),
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

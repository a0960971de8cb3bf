//! The reading child, as the real program runs it: this test program starts itself.
//!
//! It has no test harness, because the same file must be the child when it is called with
//! the child's argument. Each check prints nothing and panics on failure.

use documents::{
    Limits, Unreadable,
    limited::{CHILD_ARGUMENT, child_main, prepare_in_child, read_in_child},
    picture, roster,
};
use std::path::{Path, PathBuf};

const ROSTER: &[u8] = include_bytes!("fixtures/roster.xlsx");
const PHOTO: &[u8] = include_bytes!("fixtures/photo.jpg");

fn main() {
    if std::env::args().nth(1).as_deref() == Some(CHILD_ARGUMENT) {
        assert_eq!(std::env::vars_os().count(), 0, "the child has no environment");
        std::process::exit(child_main(std::io::stdin().lock(), std::io::stdout().lock()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        the_child_reads_what_the_parent_would().await;
        the_child_says_why_a_file_is_unreadable().await;
        a_child_short_of_memory_is_too_heavy().await;
        a_child_that_never_answers_is_killed_at_the_deadline().await;
        a_child_that_talks_nonsense_has_failed().await;
        a_program_that_is_not_there_has_failed().await;
        many_at_once_all_get_their_answer().await;
        the_child_encodes_what_the_parent_would().await;
        the_child_says_why_a_picture_is_refused().await;
        a_picture_that_exhausts_the_child_spares_the_parent().await;
    });
}

fn myself() -> PathBuf {
    std::env::current_exe().expect("this program")
}

async fn fails(exe: &Path, bytes: &[u8], limits: Limits) -> Unreadable {
    read_in_child(exe, bytes.to_vec(), limits).await.expect_err("must fail")
}

async fn the_child_reads_what_the_parent_would() {
    let limits = Limits::default();
    let expected = roster::read(ROSTER, &limits).expect("readable");
    let read = read_in_child(&myself(), ROSTER.to_vec(), limits).await;
    assert_eq!(read, Ok(expected));
}

async fn the_child_says_why_a_file_is_unreadable() {
    let error = fails(&myself(), b"%PDF-1.4", Limits::default()).await;
    assert_eq!(error.code, "other_format");
    let limits = Limits { bytes: 100, ..Limits::default() };
    assert_eq!(fails(&myself(), ROSTER, limits).await.code, "too_large");
}

async fn a_child_short_of_memory_is_too_heavy() {
    let text = format!("姓名,公民身份号码,刑期止日\n{}", "甲乙丙,1,2\n".repeat(90_000));
    let limits = Limits { child_memory_bytes: 24_000_000, ..Limits::default() };
    let error = fails(&myself(), text.as_bytes(), limits).await;
    assert_eq!(error.code, "too_heavy");
    let read = read_in_child(&myself(), text.into_bytes(), Limits::default()).await;
    assert_eq!(read.expect("enough memory").persons().count(), 90_000);
}

async fn a_child_that_never_answers_is_killed_at_the_deadline() {
    let limits = Limits { deadline_ms: 200, ..Limits::default() };
    let script = script("sleep", "exec sleep 600");
    assert_eq!(fails(&script, ROSTER, limits).await.code, "too_heavy");
}

async fn a_child_that_talks_nonsense_has_failed() {
    for (name, body) in [("nonsense", "cat >/dev/null; echo '{}'"), ("exit", "exit 3")] {
        let script = script(name, body);
        assert_eq!(fails(&script, ROSTER, Limits::default()).await.code, "reader_failed");
    }
}

async fn a_program_that_is_not_there_has_failed() {
    let error = fails(Path::new("/nowhere/at/all"), ROSTER, Limits::default()).await;
    assert_eq!(error.code, "reader_failed");
}

async fn many_at_once_all_get_their_answer() {
    let tasks: Vec<_> = (0..6)
        .map(|_| tokio::spawn(async { read_in_child(&myself(), ROSTER.to_vec(), Limits::default()).await }))
        .collect();
    for task in tasks {
        let read = task.await.expect("no panic").expect("readable");
        assert_eq!(read.persons().count(), 60);
    }
}

async fn the_child_encodes_what_the_parent_would() {
    let limits = picture::Limits::default();
    let expected = picture::prepare(PHOTO, &limits).expect("a picture");
    assert_eq!(prepare_in_child(&myself(), PHOTO.to_vec(), limits).await, Ok(expected));
}

async fn the_child_says_why_a_picture_is_refused() {
    let code = async |exe: &Path, bytes: &[u8]| {
        let answer = prepare_in_child(exe, bytes.to_vec(), picture::Limits::default()).await;
        answer.expect_err("must fail").code
    };
    assert_eq!(code(&myself(), b"%PDF-1.4").await, "picture_pdf");
    assert_eq!(code(&myself(), &vec![0; 10_000_001]).await, "too_large");
    let nonsense =
        script("picture_nonsense", "cat >/dev/null; echo '{\"Ok\":{\"png\":true,\"bytes\":9,\"small\":9}}'");
    assert_eq!(code(&nonsense, PHOTO).await, "picture_reader_failed");
    assert_eq!(code(Path::new("/nowhere/at/all"), PHOTO).await, "picture_reader_failed");
}

async fn a_picture_that_exhausts_the_child_spares_the_parent() {
    let mut flat = std::io::Cursor::new(vec![]);
    image::RgbImage::new(6_000, 6_000).write_to(&mut flat, image::ImageFormat::Png).expect("written");
    assert!(flat.get_ref().len() < 1_000_000, "108 MB of dots in a small file");
    let limits = picture::Limits { child_memory_bytes: 60_000_000, ..picture::Limits::default() };
    let error = prepare_in_child(&myself(), flat.into_inner(), limits).await.expect_err("must fail");
    assert_eq!(error.code, "picture_too_heavy");
    let limits = picture::Limits { deadline_ms: 200, ..picture::Limits::default() };
    let error = prepare_in_child(&script("picture_sleep", "exec sleep 600"), PHOTO.to_vec(), limits).await;
    assert_eq!(error.expect_err("must fail").code, "picture_too_heavy");
}

/// A shell script that stands in for the program.
fn script(name: &str, body: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("child_{name}.sh"));
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    path
}

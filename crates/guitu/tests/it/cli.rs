//! The command line as a clerk's script meets it: exit codes, JSON, sentences.

use serde_json::Value;
use std::{
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

pub fn guitu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guitu"));
    for name in ["GUITU_DATA", "GUITU_DATABASE", "GUITU_LISTEN", "GUITU_LOG"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    guitu().args(arguments).output().expect("the program starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!(
            "no JSON ({e}): {} {}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/tests/fixtures").join(name);
    path.to_str().expect("a path").to_owned()
}

/// A real, empty instance in a folder that goes away.
pub fn instance() -> (TempDir, PathBuf, Value) {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("data");
    let made = run(&["init", "--city", "440100", "--data", data.to_str().unwrap(), "--json"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = json(&made);
    (dir, data, told)
}

#[test]
fn init_makes_private_keys_and_two_accounts_and_never_twice() {
    let (_dir, data, told) = instance();
    let mode = std::fs::metadata(data.join("master.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let accounts: Vec<&str> =
        told["accounts"].as_array().unwrap().iter().map(|a| a["account"].as_str().unwrap()).collect();
    assert_eq!(accounts, ["admin", "city"]);
    let key = std::fs::read(data.join("master.key")).unwrap();
    let again = run(&["init", "--city", "440100", "--data", data.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("已经有一个实例"));
    assert_eq!(std::fs::read(data.join("master.key")).unwrap(), key);
}

#[test]
fn keys_that_others_may_read_are_refused() {
    let (_dir, data, _) = instance();
    std::fs::set_permissions(data.join("master.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let doctor = run(&["doctor", "--data", data.to_str().unwrap()]);
    assert_eq!(doctor.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&doctor.stderr).contains("chmod 600"));
}

#[test]
fn roster_check_tells_rows_columns_and_codes_without_an_instance() {
    let file = fixture("roster.xlsx");
    let checked = run(&["roster", "check", &file, "--json"]);
    assert_eq!(checked.status.code(), Some(1), "{}", String::from_utf8_lossy(&checked.stderr));
    let told = json(&checked);
    assert!(told["rows_accepted"].as_i64().unwrap() > 0);
    let problem = &told["problems"][0];
    for key in ["row", "column", "code", "message"] {
        assert!(!problem[key].is_null(), "{key}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_one_sentence_and_exit_code_two() {
    let dir = tempfile::tempdir().unwrap();
    let bad: [(&str, &[u8]); 3] = [
        ("empty.xlsx", b""),
        ("page.xls", b"<html><table><tr><td>x</td></tr></table></html>"),
        ("broken.xlsx", b"PK\x03\x04rest"),
    ];
    for (name, bytes) in bad {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let checked = run(&["roster", "check", path.to_str().unwrap()]);
        assert_eq!(checked.status.code(), Some(2), "{name}");
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert_eq!(said.trim().lines().count(), 1, "{name}: {said}");
    }
}

#[test]
fn importing_twice_changes_nothing_and_doctor_is_content() {
    let (_dir, data, _) = instance();
    let (file, data) = (fixture("roster.xlsx"), data.to_str().unwrap());
    let import = || json(&run(&["roster", "import", &file, "--custody", "440100", "--data", data, "--json"]));
    let (first, second) = (import(), import());
    let receipt = |told: &Value, key: &str| told["receipt"][key].as_i64().unwrap();
    for told in [&first, &second] {
        let sum: i64 =
            ["accepted", "quarantined", "repeats", "not_persons"].iter().map(|k| receipt(told, k)).sum();
        assert_eq!(receipt(told, "lines"), sum);
    }
    assert!(receipt(&first, "accepted") > 0);
    assert_eq!((receipt(&second, "accepted"), receipt(&second, "quarantined")), (0, 0));
    let doctor = run(&["doctor", "--data", data, "--json"]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
    assert_eq!(json(&doctor)["open_cases"].as_i64(), Some(receipt(&first, "accepted")));
}

#[test]
fn an_unknown_sender_is_refused_in_words() {
    let (_dir, data, _) = instance();
    let file = fixture("roster.xlsx");
    let told = run(&["roster", "import", &file, "--custody", "NOWHERE", "--data", data.to_str().unwrap()]);
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("报送单位"));
}

#[test]
fn address_resolve_answers_one_line_for_each_line() {
    let mut child = guitu()
        .args(["address", "resolve", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = "广东省广州市天河区员村街道黄石二路75号\n\n湖南省长沙市岳麓区桃花岭\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(
        (answers[0]["level"].as_str(), answers[0]["office_code"].as_str()),
        (Some("street"), Some("440106002"))
    );
    assert_eq!(answers[1]["level"], "none");
    assert!(
        answers[2]["street_code"].is_null()
            || !answers[2]["street_code"].as_str().unwrap().starts_with("4401")
    );
    assert!(answers[2]["office_code"].is_null());
}

#[test]
fn accounts_are_added_listed_and_disabled_at_the_console() {
    let (_dir, data, _) = instance();
    let data = data.to_str().unwrap();
    let added = run(&[
        "user",
        "add",
        "chen",
        "--name",
        "陈晓敏",
        "--role",
        "office_worker",
        "--unit",
        "440106002",
        "--data",
        data,
        "--json",
    ]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    assert!(json(&added)["password"].as_str().unwrap().len() >= 12);
    assert!(run(&["user", "disable", "chen", "--data", data]).status.success());
    let listed = run(&["user", "list", "--data", data]);
    let text = String::from_utf8(listed.stdout).unwrap();
    assert!(text.lines().any(|l| l.starts_with("chen\t") && l.contains("已停用")), "{text}");
    let wrong = run(&[
        "user",
        "add",
        "x1",
        "--name",
        "某",
        "--role",
        "office_worker",
        "--unit",
        "440100",
        "--data",
        data,
    ]);
    assert_eq!(wrong.status.code(), Some(2), "an office worker cannot work at the city bureau");
}

#[test]
fn serving_beyond_this_machine_needs_a_proxy() {
    let (_dir, data, _) = instance();
    let told = run(&["serve", "--listen", "0.0.0.0:0", "--data", data.to_str().unwrap()]);
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("--behind-proxy"));
}

#[test]
fn the_database_password_is_not_printed() {
    let told = run(&["serve", "--print-config", "--database", "postgres://guitu:geheim@127.0.0.1/guitu"]);
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(told.status.success() && text.contains("postgres://guitu:***@") && !text.contains("geheim"));
}

#[test]
fn the_demo_never_empties_a_real_instance() {
    let (_dir, data, _) = instance();
    let told = run(&["demo", "--no-serve", "--persons", "1", "--data", data.to_str().unwrap()]);
    assert_eq!(told.status.code(), Some(2));
    assert!(data.join("master.key").exists());
}

#[test]
fn a_rule_pack_is_shown_first_and_accepted_with_yes() {
    let (folder, data, _) = instance();
    let data = data.to_str().expect("a path");
    let file = folder.path().join("pack.json");
    let shown = run(&["rules", "show", "--json", "--data", data]);
    let mut pack = json(&shown);
    assert_eq!(pack["version"], 1);
    pack["version"] = 2.into();
    pack["valid_from"] = "2027-01-01".into();
    let items = pack["items"].as_array_mut().expect("rules");
    let visit = items.iter_mut().find(|i| i["rule"] == "R-23").expect("the first visit");
    visit["value"] = 5.into();
    std::fs::write(&file, pack.to_string()).expect("written");
    let file = file.to_str().expect("a path");
    let tried = run(&["rules", "load", file, "--data", data]);
    assert!(String::from_utf8_lossy(&tried.stdout).contains("首次家访：7 天 → 5 天"));
    assert_eq!(json(&run(&["rules", "show", "--json", "--data", data]))["version"], 1, "only shown");
    assert!(!run(&["rules", "load", file, "--yes", "--data", data]).status.success(), "a reason is asked");
    let accepted = run(&["rules", "load", file, "--yes", "--reason", "会议决定", "--json", "--data", data]);
    assert_eq!(json(&accepted)["accepted"], true);
    let again = run(&["rules", "load", file, "--yes", "--reason", "会议决定", "--data", data]);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("晚于现行规则包"));
    assert!(run(&["doctor", "--data", data]).status.success());
}

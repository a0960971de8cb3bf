//! The child that reads files for these tests: this very test program, told so by a variable. Its answer goes
//! past the harness's own output through a third descriptor.

use std::path::{Path, PathBuf};

const CHILD: &str = "GUITU_TEST_READER";

#[test]
fn serves_as_the_reading_child() {
    if std::env::var_os(CHILD).is_some() {
        let answer = std::fs::File::options().write(true).open("/dev/fd/3").expect("a place for the answer");
        std::process::exit(documents::limited::child_main(std::io::stdin().lock(), answer));
    }
}

/// A program that runs this test program as the reading child.
pub fn reader(dir: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = dir.join("reader.sh");
    let exe = std::env::current_exe().expect("this program");
    let script = format!(
        "#!/bin/sh\nexport {CHILD}=1\nexec 3>&1 1>/dev/null\nexec '{}' --exact reader::serves_as_the_reading_child --nocapture\n",
        exe.display()
    );
    std::fs::write(&path, script).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    path
}

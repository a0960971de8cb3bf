//! What every instance of these tests stands on: randomness that repeats, and a child that reads files.

use std::path::{Path, PathBuf};

const CHILD: &str = "GUITU_TEST_READER";

/// SplitMix64: enough for ids and nonces in a test, the same every time.
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Seeded {
        Seeded(seed)
    }
}

impl vault::Random for Seeded {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes()[..chunk.len()]);
        }
    }
}

/// The child that reads files: this very test program, told so by a variable. Its answer goes past the
/// harness's own output through a third descriptor.
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
    let test = "stage::serves_as_the_reading_child";
    let script = format!(
        "#!/bin/sh\nexport {CHILD}=1\nexec 3>&1 1>/dev/null\nexec '{}' --exact {test} --nocapture\n",
        exe.display()
    );
    std::fs::write(&path, script).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    path
}

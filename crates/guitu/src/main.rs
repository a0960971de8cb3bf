//! Floor 5: the binary.
fn main() {}

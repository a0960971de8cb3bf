//! Splits the embedded comma-separated tables into fields that borrow from the program itself.
//!
//! The files are our own: one header line, LF, a field may stand in double quotes and then hold commas.
//! Doubled quotes inside a field are not supported, because the fields are borrowed and never rewritten;
//! a test keeps such data out. Files from outside are never read here.

/// The rows of an embedded table without its header line, each split into its fields.
pub fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).filter(|line| !line.is_empty()).map(fields)
}

/// The fields of one line.
fn fields(line: &'static str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = next_field(rest);
        found.push(field);
        match after {
            Some(next) => rest = next,
            None => return found,
        }
    }
}

/// The first field and what follows its comma, if a comma follows.
fn next_field(line: &'static str) -> (&'static str, Option<&'static str>) {
    if let Some(quoted) = line.strip_prefix('"')
        && let Some((field, after)) = quoted.split_once('"')
    {
        return (field, after.strip_prefix(','));
    }
    match line.split_once(',') {
        Some((field, after)) => (field, Some(after)),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_fields_keep_their_commas() {
        let found: Vec<_> = rows("a,b,c\n1,\"x,y\",\n\"z\",,3\n").collect();
        assert_eq!(found, vec![vec!["1", "x,y", ""], vec!["z", "", "3"]]);
    }
}

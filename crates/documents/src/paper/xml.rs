//! A writer of XML that cannot leave an element open. Text is escaped, and characters that XML forbids are
//! left out: a control character in a name must not make a paper unreadable.
//! Must never know: what the elements mean.

use std::fmt::Write;

/// Attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written.
pub(super) struct Xml(String);

impl Xml {
    /// A document with its declaration.
    pub(super) fn document(root: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned());
        xml.element(root, attributes, inner);
        xml.0
    }

    /// An element with what stands in it.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Xml)) {
        self.start(name, attributes);
        self.0.push('>');
        inner(self);
        let _ = write!(self.0, "</{name}>"); // writing to a String cannot fail
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    /// An empty element with the one attribute `w:val`.
    pub(super) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        let _ = write!(self.0, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.0, " {key}=\"");
            escape(&mut self.0, value);
            self.0.push('"');
        }
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text_and_forbidden_characters_are_left_out() {
        let xml = Xml::document("a", &[("b", "\"<&>\"")], |x| x.text("1 < 2 & \u{0}\u{8}\u{FFFE}3 > 2\t"));
        let (_, xml) = xml.split_once('\n').expect("a declaration");
        assert_eq!(xml, "<a b=\"&quot;&lt;&amp;&gt;&quot;\">1 &lt; 2 &amp; 3 &gt; 2\t</a>");
    }
}

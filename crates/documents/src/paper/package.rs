//! A paper as a DOCX file (ECMA-376): a handful of XML parts in a ZIP archive. The same paper makes the same
//! bytes: no time of writing, no random mark, no name of an author goes into the file.
//! Must never know: what the parts say.

use super::{Paper, body, measures::Measures, styles, xml::Xml};
use std::io::{self, Cursor, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The paper as a file for the word processor.
///
/// # Errors
/// When the archive cannot be written, which in memory means that a part is larger than 4 GiB.
pub fn docx(paper: &Paper) -> io::Result<Vec<u8>> {
    let measures = Measures::of(paper.layout);
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relationships(&[("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", body::document(paper, &measures)),
        (
            "word/_rels/document.xml.rels",
            relationships(&[
                (body::FOOT_ID, "footer", "footer1.xml"),
                ("rId2", "styles", "styles.xml"),
                ("rId3", "fontTable", "fontTable.xml"),
                ("rId4", "settings", "settings.xml"),
            ]),
        ),
        ("word/styles.xml", styles::styles(&measures)),
        ("word/fontTable.xml", styles::font_table()),
        ("word/settings.xml", settings()),
        ("word/footer1.xml", body::foot(paper)),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in parts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let parts = [
        ("/word/document.xml", "document.main+xml"),
        ("/word/styles.xml", "styles+xml"),
        ("/word/fontTable.xml", "fontTable+xml"),
        ("/word/settings.xml", "settings+xml"),
        ("/word/footer1.xml", "footer+xml"),
    ];
    Xml::document("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |x| {
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        x.empty("Default", &[("Extension", "rels"), ("ContentType", rels)]);
        x.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for (name, kind) in parts {
            x.empty("Override", &[("PartName", name), ("ContentType", &format!("{MAIN}.{kind}"))]);
        }
    })
}

fn relationships(all: &[(&str, &str, &str)]) -> String {
    Xml::document("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |x| {
        for (id, kind, target) in all {
            let kind = format!("{OFFICE}/{kind}");
            x.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
        }
    })
}

/// Chinese punctuation hangs and is squeezed as Chinese readers expect.
fn settings() -> String {
    Xml::document("w:settings", &[styles::W], |x| {
        x.val("w:characterSpacingControl", "compressPunctuation");
        x.element("w:compat", &[], |x| {
            let word = "http://schemas.microsoft.com/office/word";
            let mode = [("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")];
            x.empty("w:compatSetting", &mode);
        });
    })
}

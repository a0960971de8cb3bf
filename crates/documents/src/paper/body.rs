//! The blocks of a paper as paragraphs and tables of the word processor (`word/document.xml`). Looks are in
//! the styles; widths and heights are here because tables need them.
//! Must never know: fonts, what a form asks.

use super::{
    Block, GRID, KEPT_ROWS, Layout, Paper, Party, Row,
    measures::{Measures, mm},
    styles::W,
    xml::Xml,
};

const R: (&str, &str) = ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
/// Relationship of the foot.
pub(super) const FOOT_ID: &str = "rId1";
/// Room between a cell's edge and its text.
const CELL_MARGIN: &str = "70";
/// Height of a row of a list, millimetres.
const LIST_ROW_MM: u32 = 8;
/// Height of the parties' fields, millimetres.
const SIGNATURE_MM: u32 = 26;

/// `word/document.xml`
pub(super) fn document(paper: &Paper, m: &Measures) -> String {
    Xml::document("w:document", &[W, R], |x| {
        x.element("w:body", &[], |x| {
            head(x, paper);
            for block in &paper.blocks {
                write(x, block, m);
            }
            section(x, paper.layout, m);
        });
    })
}

/// `word/footer1.xml`
pub(super) fn foot(paper: &Paper) -> String {
    Xml::document("w:ftr", &[W], |x| {
        x.element("w:p", &[], |x| {
            style(x, "Foot");
            match paper.layout {
                Layout::Letter => {
                    run(x, "— ");
                    field(x, "PAGE");
                    run(x, " —");
                }
                Layout::Form | Layout::WideForm => {
                    run(x, &format!("{}　第 ", paper.foot()));
                    field(x, "PAGE");
                    run(x, " 页，共 ");
                    field(x, "NUMPAGES");
                    run(x, " 页");
                }
            }
        });
    })
}

fn head(x: &mut Xml, paper: &Paper) {
    if !paper.marks.is_empty() {
        paragraph(x, "Mark", &format!("【{}】", paper.marks.join("】【")));
    }
    if let Some(organ) = &paper.organ {
        paragraph(x, "Organ", organ);
    }
    match (&paper.number, paper.layout) {
        (Some(number), Layout::Letter) => {
            paragraph(x, "Number", number);
            paragraph(x, "RedLine", "");
            paragraph(x, "Title", &paper.title);
        }
        (number, _) => {
            paragraph(x, "Title", &paper.title);
            if let Some(number) = number {
                paragraph(x, "FormNumber", &format!("编号：{number}"));
            }
        }
    }
}

fn write(x: &mut Xml, block: &Block, m: &Measures) {
    match block {
        Block::Addressee(text) => paragraph(x, "Addressee", text),
        Block::Text(text) => paragraph(x, "Text", text),
        Block::Heading(text) => paragraph(x, "Heading", text),
        Block::Subheading(text) => paragraph(x, "Subheading", text),
        Block::Title(text) => paragraph(x, "Second", text),
        Block::Caption(text) => paragraph(x, "Caption", text),
        Block::Note(text) => paragraph(x, "Note", text),
        Block::Copies(text) => paragraph(x, "Copies", text),
        Block::Cut => paragraph(x, "Cut", ""),
        Block::Closing { organ, date } => {
            paragraph(x, "Closing", organ);
            paragraph(x, "ClosingDate", date);
        }
        Block::Attachments(names) => {
            for (n, name) in (1..).zip(names) {
                let label = if n == 1 { "附件：" } else { "　　　" };
                paragraph(x, "Attachment", &format!("{label}{n}. {name}"));
            }
        }
        Block::Fields(rows) => {
            table(x, &[1; GRID], m, |x, widths| rows.iter().for_each(|row| fields(x, row, widths)));
        }
        Block::List { columns, rows } => list(x, columns, rows, m),
        Block::Signatures(parties) => {
            table(x, &vec![1; parties.len()], m, |x, widths| signatures(x, parties, widths));
        }
    }
}

fn fields(x: &mut Xml, row: &Row, widths: &[u32]) {
    match row {
        Row::Heading(text) => {
            table_row(x, mm(LIST_ROW_MM), false, |x| {
                cell(x, widths.iter().sum(), GRID, "center", |x| paragraph(x, "Across", text));
            });
        }
        Row::Pairs(pairs, millimetres) => {
            let (label, value) = Row::spans(pairs.len());
            let align = if *millimetres > 15 { "top" } else { "center" };
            table_row(x, mm((*millimetres).into()), false, |x| {
                let mut at = 0;
                for (name, text) in pairs.iter().take(3) {
                    let width = |from: usize, span: usize| widths.iter().skip(from).take(span).sum();
                    cell(x, width(at, label), label, "center", |x| paragraph(x, "Label", name));
                    cell(x, width(at + label, value), value, align, |x| paragraph(x, "Cell", text));
                    at += label + value;
                }
            });
        }
    }
}

fn list(x: &mut Xml, columns: &[(String, u16)], rows: &[Vec<String>], m: &Measures) {
    let shares: Vec<u32> = columns.iter().map(|(_, share)| u32::from(*share)).collect();
    table(x, &shares, m, |x, widths| {
        table_row(x, mm(LIST_ROW_MM), true, |x| {
            for ((heading, _), width) in columns.iter().zip(widths) {
                cell(x, *width, 1, "center", |x| paragraph(x, "Head", heading));
            }
        });
        let kept = if rows.len() <= KEPT_ROWS { rows.len().saturating_sub(1) } else { 0 };
        for (n, row) in rows.iter().enumerate() {
            let named = if n < kept { "KeptCell" } else { "ListCell" };
            table_row(x, mm(LIST_ROW_MM), false, |x| {
                let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
                for (text, width) in texts.zip(widths) {
                    cell(x, *width, 1, "center", |x| paragraph(x, named, text));
                }
            });
        }
    });
}

fn signatures(x: &mut Xml, parties: &[Party], widths: &[u32]) {
    table_row(x, mm(SIGNATURE_MM), false, |x| {
        for (party, width) in parties.iter().zip(widths) {
            cell(x, *width, 1, "top", |x| {
                paragraph(x, "Signature", &party.who);
                party.lines.iter().for_each(|line| paragraph(x, "Signature", line));
            });
        }
    });
}

/// A table over the width of the page, its columns by shares; a little room below it.
fn table(x: &mut Xml, shares: &[u32], m: &Measures, rows: impl FnOnce(&mut Xml, &[u32])) {
    let (all, sum) = (m.type_width(), shares.iter().sum::<u32>().max(1));
    let mut edge = 0;
    let edges = shares.iter().map(|share| {
        edge += share;
        all * edge / sum
    });
    let edges: Vec<u32> = std::iter::once(0).chain(edges).collect();
    let widths: Vec<u32> = edges.windows(2).map(|w| w[1] - w[0]).collect();
    x.element("w:tbl", &[], |x| {
        x.element("w:tblPr", &[], |x| {
            x.empty("w:tblW", &[("w:w", &all.to_string()), ("w:type", "dxa")]);
            x.element("w:tblBorders", &[], |x| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let line = [("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")];
                    x.empty(&format!("w:{side}"), &line);
                }
            });
            x.empty("w:tblLayout", &[("w:type", "fixed")]);
            x.element("w:tblCellMar", &[], |x| {
                for side in ["w:left", "w:right"] {
                    x.empty(side, &[("w:w", CELL_MARGIN), ("w:type", "dxa")]);
                }
            });
        });
        x.element("w:tblGrid", &[], |x| {
            widths.iter().for_each(|w| x.empty("w:gridCol", &[("w:w", &w.to_string())]));
        });
        rows(x, &widths);
    });
    paragraph(x, "Gap", "");
}

/// A row that is never torn in two; a heading comes again on every page.
fn table_row(x: &mut Xml, height: u32, heading: bool, cells: impl FnOnce(&mut Xml)) {
    x.element("w:tr", &[], |x| {
        x.element("w:trPr", &[], |x| {
            x.empty("w:cantSplit", &[]);
            x.empty("w:trHeight", &[("w:val", &height.to_string()), ("w:hRule", "atLeast")]);
            if heading {
                x.empty("w:tblHeader", &[]);
            }
        });
        cells(x);
    });
}

fn cell(x: &mut Xml, width: u32, span: usize, align: &str, inner: impl FnOnce(&mut Xml)) {
    x.element("w:tc", &[], |x| {
        x.element("w:tcPr", &[], |x| {
            x.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if span > 1 {
                x.val("w:gridSpan", &span.to_string());
            }
            x.val("w:vAlign", align);
        });
        inner(x);
    });
}

fn style(x: &mut Xml, name: &str) {
    x.element("w:pPr", &[], |x| x.val("w:pStyle", name));
}

fn paragraph(x: &mut Xml, named: &str, text: &str) {
    x.element("w:p", &[], |x| {
        style(x, named);
        if !text.is_empty() {
            run(x, text);
        }
    });
}

fn run(x: &mut Xml, text: &str) {
    x.element("w:r", &[], |x| {
        for (n, line) in text.lines().enumerate() {
            if n > 0 {
                x.empty("w:br", &[]);
            }
            x.element("w:t", &[("xml:space", "preserve")], |x| x.text(line));
        }
    });
}

/// A number that the word processor computes.
fn field(x: &mut Xml, instruction: &str) {
    x.element("w:fldSimple", &[("w:instr", instruction)], |x| run(x, "1"));
}

fn section(x: &mut Xml, layout: Layout, m: &Measures) {
    x.element("w:sectPr", &[], |x| {
        x.empty("w:footerReference", &[("w:type", "default"), ("r:id", FOOT_ID)]);
        let text = |twips: u32| twips.to_string();
        let (width, height) = (text(m.width), text(m.height));
        let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
        if layout == Layout::WideForm {
            size.push(("w:orient", "landscape"));
        }
        x.empty("w:pgSz", &size);
        let lengths = [m.top, m.right, m.bottom, m.left, m.foot, m.foot, 0].map(text);
        let sides = ["w:top", "w:right", "w:bottom", "w:left", "w:header", "w:footer", "w:gutter"];
        let margins: Vec<(&str, &str)> = sides.into_iter().zip(lengths.iter().map(String::as_str)).collect();
        x.empty("w:pgMar", &margins);
        if let Some((pitch, _)) = m.grid {
            x.empty("w:docGrid", &[("w:type", "lines"), ("w:linePitch", &pitch.to_string())]);
        }
    });
}

//! Looks into a zip before any spreadsheet library may: is it a workbook, and is its
//! unpacked size bearable?
//!
//! The sizes a zip declares are a claim of the sender. Each part is therefore unpacked
//! once into a counter, which also finds document type declarations (entity expansion).
//! Names of parts are never used as paths: nothing is written anywhere.

use super::{sniff, workbook::damaged};
use crate::{Limits, Unreadable};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts above this size must have a believable ratio of compression.
const RATIO_FROM_BYTES: u64 = 8_000_000;

/// Refuses everything that is no workbook of bearable size.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > limits.parts {
        return Err(bomb());
    }
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(Cow::into_owned).collect();
    must_be_workbook(&names)?;
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let used = measure(&mut archive, index, left, limits)?;
        left -= used;
    }
    Ok(())
}

fn must_be_workbook(names: &[String]) -> Result<(), Unreadable> {
    let has =
        |wanted: &str| names.iter().any(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted));
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.xml") {
        return Ok(());
    }
    Err(if has("xl/workbook.bin") {
        sniff::other("二进制工作簿（.xlsb）")
    } else if under("word/") {
        sniff::other("Word 文档")
    } else if under("ppt/") {
        sniff::other("演示文稿")
    } else if has("content.xml") && has("mimetype") {
        sniff::other("OpenDocument 文件（.ods 等）")
    } else if under("xl/") || has("[Content_Types].xml") {
        damaged()
    } else {
        Unreadable::new(
            "other_format",
            "这是 ZIP 压缩包，不是表格。请解压后把其中的名册（.xlsx 或 CSV）逐个报送。",
        )
    })
}

/// Unpacks one part into nothing and says how many bytes it has.
fn measure(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
    limits: &Limits,
) -> Result<u64, Unreadable> {
    let mut part = archive.by_index(index).map_err(|_| damaged())?;
    let name = part.name().map_err(|_| damaged())?.to_lowercase();
    // Pictures may be SVG, where a document type is ordinary.
    let may_declare = name.starts_with("xl/media/");
    let is_strings = name.ends_with("sharedstrings.xml");
    let bound = if is_strings { left.min(limits.shared_strings_bytes) } else { left };
    if part.size() > bound {
        return Err(bomb());
    }
    let packed = part.compressed_size().max(1);
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut total = 0_u64;
    let mut doctype = DoctypeSearch::default();
    loop {
        let count = part.read(&mut buffer).map_err(|_| damaged())?;
        if count == 0 {
            return Ok(total);
        }
        total += count as u64;
        if total > bound || (total > RATIO_FROM_BYTES && total / packed > limits.ratio) {
            return Err(bomb());
        }
        if !may_declare && doctype.found_in(&buffer[..count]) {
            return Err(Unreadable::new(
                "forbidden_content",
                "工作簿内部含有不允许的实体声明，可能被人为改动过。请用 Excel 或 WPS 打开并另存为新的 .xlsx 后再报送。",
            ));
        }
    }
}

/// Finds `<!DOCTYPE` across the borders of chunks.
#[derive(Default)]
struct DoctypeSearch {
    matched: usize,
}

impl DoctypeSearch {
    fn found_in(&mut self, chunk: &[u8]) -> bool {
        const WORD: &[u8] = b"<!DOCTYPE";
        for byte in chunk {
            if *byte == WORD[self.matched] {
                self.matched += 1;
            } else {
                self.matched = usize::from(*byte == WORD[0]);
            }
            if self.matched == WORD.len() {
                return true;
            }
        }
        false
    }
}

fn bomb() -> Unreadable {
    Unreadable::new(
        "too_large",
        "工作簿解压后过大（可能含有大量空白格式、图片，或是压缩炸弹），已停止读取。请把名册内容复制到新的工作簿，只保留数据后再报送。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doctype_is_found_across_chunks() {
        let mut search = DoctypeSearch::default();
        assert!(!search.found_in(b"<?xml?><<!DOC"));
        assert!(search.found_in(b"TYPE x>"));
        assert!(!DoctypeSearch::default().found_in(b"<!DOCTYP <!DOC"));
    }
}

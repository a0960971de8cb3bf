//! What a file is, by its first bytes; its name and declared type are never believed.
//!
//! Each foreign format gets its own sentence, because "cannot be read" helps no clerk.
//! Whether a zip is a workbook is found out in `packed`, from its parts.

use crate::Unreadable;

/// The two kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive, presumably XLSX.
    Workbook,
    /// Text: CSV or tab separated.
    Text,
}

const OLE2: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Foreign formats by their first bytes.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xFF\xD8\xFF", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\0", "图片（TIFF）"),
    (b"MM\0*", "图片（TIFF）"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xBC\xAF", "7z 压缩包"),
    (b"\x1F\x8B", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "可执行程序"),
    (b"\x7FELF", "可执行程序"),
    (b"SQLite format 3", "数据库文件"),
];

/// Decides what the bytes are.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(Unreadable::new("empty", "文件是空的，没有任何内容。请重新导出名册后再报送。"));
    }
    if bytes.starts_with(b"PK") && bytes.get(2).is_some_and(|b| matches!(b, 3 | 5 | 7)) {
        return Ok(Kind::Workbook);
    }
    if bytes.starts_with(OLE2) {
        return Err(compound(bytes));
    }
    for (magic, name) in FOREIGN {
        if bytes.starts_with(magic) && !is_plain_text(bytes, magic) {
            return Err(other(name));
        }
    }
    markup(bytes)?;
    Ok(Kind::Text)
}

/// A sentence for a format that is no roster.
pub(super) fn other(name: &str) -> Unreadable {
    Unreadable::new(
        "other_format",
        format!("这是{name}，不是名册表格。请报送 Excel 工作簿（.xlsx）或 CSV 文本文件。"),
    )
}

/// "BM" and "MZ" may open an ordinary text; binary formats have a NUL early on.
fn is_plain_text(bytes: &[u8], magic: &[u8]) -> bool {
    magic.len() == 2 && !bytes.iter().take(512).any(|b| *b == 0)
}

fn compound(bytes: &[u8]) -> Unreadable {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return Unreadable::new(
            "encrypted",
            "工作簿设有打开密码，无法读取。请用 Excel 或 WPS 打开，取消密码保护后另存为 .xlsx 再报送。",
        );
    }
    Unreadable::new(
        "old_xls",
        "这是旧格式文件（.xls、.et 或 .doc）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再报送。",
    )
}

fn markup(bytes: &[u8]) -> Result<(), Unreadable> {
    let head: Vec<u8> = bytes.iter().take(2_048).copied().filter(|b| *b != 0).collect();
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<?xml") && head.contains("schemas-microsoft-com:office:spreadsheet") {
        return Err(other("“XML 表格 2003”文件"));
    }
    let is_html = head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<table")
        || head.starts_with("<meta")
        || head.starts_with("<head")
        || head.starts_with("mime-version:")
        || (head.starts_with('<') && head.contains("<html"));
    if is_html {
        return Err(Unreadable::new(
            "html",
            "这是网页文件，只是扩展名写成了表格。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再报送。",
        ));
    }
    if head.starts_with("<?xml") {
        return Err(other("XML 文件"));
    }
    Ok(())
}

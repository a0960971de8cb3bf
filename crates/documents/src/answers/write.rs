//! Writes questions as a workbook: every cell is text, what was asked is locked, the answer is chosen.

use super::{CHOICES, HEADINGS, Question};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, ProtectionOptions, Workbook, XlsxError};

/// Columns in which the custodial place writes.
const FILLED: std::ops::RangeInclusive<u16> = 7..=9;

/// Writes the questions into a workbook in memory.
///
/// # Errors
/// When there are more rows than a sheet holds or a cell is longer than 32,767 characters.
pub fn write(questions: &[Question]) -> Result<Vec<u8>, XlsxError> {
    let locked = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let open = locked.clone().set_unlocked();
    let heading = Format::new().set_num_format("@").set_bold();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("核查反馈")?;
    sheet.set_freeze_panes(1, 3)?;
    for (column, (text, width)) in (0_u16..).zip(HEADINGS.iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *text, &heading)?;
    }
    for (row, q) in (1_u32..).zip(questions) {
        let cells = [&q.check, &q.case_no, &q.name, &q.prison_no, &q.item, &q.sent, &q.found];
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, text, &locked)?;
        }
        for column in FILLED {
            sheet.write_blank(row, column, &open)?;
        }
    }
    let last = u32::try_from(questions.len()).unwrap_or(u32::MAX).max(1);
    let list = DataValidation::new()
        .allow_list_strings(&CHOICES)?
        .set_error_title("请从列表中选择")?
        .set_error_message("可选：接受、更正为、有异议")?;
    sheet.add_data_validation(1, 7, last, 7, &list)?;
    sheet.set_column_hidden(0)?;
    sheet.protect_with_options(&ProtectionOptions { format_columns: true, ..ProtectionOptions::default() });
    book.save_to_buffer()
}

/// Widths of the columns in characters.
const WIDTHS: [f64; 10] = [8.0, 18.0, 10.0, 12.0, 14.0, 32.0, 32.0, 12.0, 32.0, 32.0];

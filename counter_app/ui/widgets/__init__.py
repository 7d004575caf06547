"""Parts that pages are built of. Import each from its module, so that a window loads only what it shows.

Editors, one an answer (`Editor`: `key`, `value()`, `set_value()`, `set_problem(words, severity)`, `set_read_only()`,
`focus_field()`, signals `edited`, `left`, `entered`):

- `text_editors`: `TextEditor`, `CodeEditor`, `IntegerEditor`, `DateEditor`, `MultilineEditor`
- `choice_editors`: `ChoiceEditor`, `MultiChoiceEditor`, `FlagEditor`
- `field_block`: `FieldBlock` sets label, editor and message; `editor_for` makes the editor for a plain `FieldSpec`
- `section_card`: `SectionCard` holds blocks in a grid under a title, a basis and a status
- `moving`: Enter, Shift+Enter, Ctrl+Enter; `make_stop` and `make_section` for a page's own widgets

Panels: `verdict_panel.VerdictPanel`, `material_panel.MaterialPanel`, `device_table.DeviceTable`.
Around them: `messages` (`MessageBar`, `EmptyState`, `BusyState`), `dialogs` (`ask`, `tell`, `ErrorDialog`),
`key_groups.KeyGroup`.
"""

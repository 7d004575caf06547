"""An edition that extends another: everything the other asks is asked here too, and a little more.

So a field added to the filing form is known to the change form (第九条 lets it be filed alike) in the same moment.
"""

from __future__ import annotations

import msgspec

from counter_app.catalogue.form_files import WrittenForm, WrittenMaterials
from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError


def read_form(folders: Folders, name: str) -> WrittenForm:
    """The whole file `name` of an edition, what it extends included. Raises `CatalogueError`."""
    written = read_toml(folders, name, WrittenForm)
    head = written.form
    if not head.extends:
        if head.without:
            raise CatalogueError(str(folders.find(name)), "form.without", "没有 extends，无从去掉")
        for key, given in (("section", written.section), ("field", written.field), ("form.law", head.law)):
            if not given:
                raise CatalogueError(str(folders.find(name)), key, "缺少必需的键")
        return written
    if not folders.has(f"{head.extends}/form.toml"):
        raise CatalogueError(str(folders.find(name)), "form.extends", f"没有 {head.extends} 这个版本的表单")
    base = read_toml(folders, f"{head.extends}/form.toml", WrittenForm)
    if base.form.extends:
        raise CatalogueError(str(folders.find(name)), "form.extends", f"{head.extends} 也扩展别的表单，只能扩展一层")
    codes = {rule.get("code") for rule in base.rule}
    for code in head.without:
        if code not in codes:
            raise CatalogueError(str(folders.find(name)), "form.without", f"{head.extends} 没有代码为 {code} 的规则")
    kept = (rule for rule in base.rule if rule.get("code") not in head.without)
    defaults = written.defaults
    return msgspec.structs.replace(
        written,
        form=msgspec.structs.replace(
            head, law=head.law or base.form.law, platform_order=head.platform_order or base.form.platform_order
        ),
        section=(*base.section, *written.section),
        field=(*base.field, *written.field),
        group=(*base.group, *written.group),
        rule=(*kept, *written.rule),
        defaults=defaults if defaults.requirement or defaults.mend else base.defaults,
    )


def read_materials(folders: Folders, folder: str, extends: str) -> WrittenMaterials:
    """The papers of an edition, those of the one it extends first. Raises `CatalogueError`."""
    name = f"{folder}/materials.toml"
    own = read_toml(folders, name, WrittenMaterials) if not extends or folders.has(name) else WrittenMaterials()
    if not extends:
        if not own.material:
            raise CatalogueError(str(folders.find(name)), "material", "缺少必需的键")
        return own
    base = read_toml(folders, f"{extends}/materials.toml", WrittenMaterials)
    return WrittenMaterials((*base.material, *own.material))

/* Ours, in place of the file of this name, whose licence is the GPL. SPDX-License-Identifier: MIT */
#pragma once

#include <QFont>
#include <QString>

namespace fcitx {

/** Return the font that `words` describe as fcitx writes it: family, "Bold" and "Italic", points. */
QFont parseFont(const QString &words);

} // namespace fcitx

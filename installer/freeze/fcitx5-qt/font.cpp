/* Ours, in place of the file of this name, whose licence is the GPL. SPDX-License-Identifier: MIT */
#include "font.h"

#include <QStringList>

namespace fcitx {

QFont parseFont(const QString &words) {
    QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    QFont font;
    bool isNumber = false;
    const double points = parts.isEmpty() ? 0 : parts.constLast().toDouble(&isNumber);
    if (isNumber && points > 0) {
        font.setPointSizeF(points);
        parts.removeLast();
    }
    for (; !parts.isEmpty(); parts.removeLast()) {
        if (parts.constLast() == u"Bold") {
            font.setBold(true);
        } else if (parts.constLast() == u"Italic") {
            font.setItalic(true);
        } else if (parts.constLast() != u"Regular") {
            font.setFamily(parts.join(u' '));
            break;
        }
    }
    return font;
}

} // namespace fcitx

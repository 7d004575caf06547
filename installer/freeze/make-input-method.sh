#!/bin/sh
# In the Debian 11 that builds, as root: compile fcitx's input plugin (fcitx5-qt beside this file) for the Qt of the
# PyPI wheel in $1, PySide6's folder, and put it among that Qt's plugins.
#
# The wheel has neither headers nor moc. Both come from Debian 13, whose Qt 6.8 is the nearest: a plugin compiled for it
# works in Qt 6.9. moc runs there with Debian 13's own C library. Debian 11 does not know the key of Debian 13, but that
# of Debian 12, whose package of keys has it: everything that is fetched is checked against a signature.
set -eu
qt=$1/Qt
here=$(dirname "$(readlink -f "$0")")
fetched=/srv/debian13

apt_of() { # release, file with its key, then what apt-get has to do with that release alone
    list=$fetched/$1.list
    mkdir -p "$fetched/$1/partial"
    echo "deb [signed-by=$2] http://deb.debian.org/debian $1 main" >"$list"
    shift 2
    apt-get -qq -o Dir::Etc::SourceList="$list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="${list%.list}" -o APT::Sandbox::User=root "$@"
}

if ! test -d $fetched/headers; then
    mkdir -p $fetched && cd $fetched
    old=/usr/share/keyrings/debian-archive-keyring.gpg
    apt_of bookworm $old update
    apt_of bookworm $old download debian-archive-keyring
    dpkg -x debian-archive-keyring_*.deb keys
    new=$fetched/keys/usr/share/keyrings/debian-archive-trixie-automatic.gpg
    tools="qt6-base-dev-tools libpcre2-16-0 libc6 libstdc++6 libgcc-s1"
    apt_of trixie $new update
    apt_of trixie $new download qt6-base-dev qt6-base-private-dev $tools
    for name in $tools; do dpkg -x ${name}_*.deb tools; done
    dpkg -x qt6-base-dev_*.deb new-headers
    dpkg -x qt6-base-private-dev_*.deb new-headers
    mv new-headers headers
fi

include=$fetched/headers/usr/include/x86_64-linux-gnu/qt6
private=$(basename "$(ls -d "$include"/QtGui/6.*)")
folders="-I$include"
for name in QtCore QtGui QtWidgets QtDBus; do folders="$folders -I$include/$name"; done
for name in QtCore QtGui; do folders="$folders -I$include/$name/$private -I$include/$name/$private/$name"; done
asked="-DENABLE_X11 -DQT_NO_DEBUG -DQT_PLUGIN -DFCITX5_QT_WITH_FCITX_NAME"
library=$fetched/tools/usr/lib/x86_64-linux-gnu

rm -rf /src/fcitx5-qt
cp -r "$here/fcitx5-qt" /src/ && cd /src/fcitx5-qt
sed 's/@FCITX5_QT_EXTRA_PLUGIN_NAME@/"fcitx",/' fcitx5.json.in >fcitx5.json
printf '#define FCITX5QT6DBUSADDONS_EXPORT\n#define FCITX5QT6DBUSADDONS_NO_EXPORT\n' >fcitx5qt6dbusaddons_export.h
for header in $(grep -l Q_OBJECT ./*.h); do
    "$library/ld-linux-x86-64.so.2" --library-path "$library" $fetched/tools/usr/lib/qt6/libexec/moc \
        $folders $asked '-DFCITX_PLUGIN_DATA_FILE_PATH="fcitx5.json"' "$header" -o "moc_$(basename "$header" .h).cpp"
done
# In one unit: Qt's headers, which take most of the time, are read once instead of thirty times.
for source in *.cpp; do echo "#include \"$source\""; done >whole.cc
# libxkbcommon and Qt lie in Qt's own folder, in the wheel or in the finished program.
g++ -shared -std=c++17 -O2 -fPIC -fvisibility=hidden -fvisibility-inlines-hidden $asked $folders -I. \
    "-DFCITX5_QT_VERSION=\"$(cat VERSION)\"" '-DFCITX_PLUGIN_DATA_FILE_PATH="fcitx5.json"' whole.cc -o plugin.so -s \
    -Wl,-z,defs -Wl,-z,relro -Wl,-z,now -Wl,--as-needed -Wl,-rpath-link,"$qt/lib" \
    -Wl,-rpath,'$ORIGIN/../../lib' -Wl,--enable-new-dtags \
    "$qt/lib/libQt6Widgets.so.6" "$qt/lib/libQt6Gui.so.6" "$qt/lib/libQt6DBus.so.6" "$qt/lib/libQt6Core.so.6" \
    -lxcb -lxkbcommon
install -m 644 plugin.so "$qt/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so"

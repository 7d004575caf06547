#!/bin/sh
# In a bare Debian 11, as root: fetch Debian's own source of Python 3.11 and install it under /opt/python.
#
# Debian 11 has Python 3.9, and Python 3.11 as Debian 12 ships it wants glibc 2.36. Built here from the same source, with
# Debian's patches, it wants nothing newer than 2.28. apt checks the source against Debian's signature.
#
# No OpenSSL, SQLite, readline, lzma and bzip2: the program uses none of Python's own, and what is not built is not shipped.
set -eu
here=$(dirname "$(readlink -f "$0")")
mkdir -p /src && cd /src
test -d python3.11-* || apt-get source -qq --only-source python3.11 >/dev/null
cd python3.11-*/
# Debian builds against its own expat; with the source's own, this module needs the internal header it includes.
grep -q Py_BUILD_CORE_MODULE Modules/pyexpat.c || sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
# Python tells when it was compiled; with the date of its source every build gives the same octets.
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l debian/changelog -S Timestamp)
export SOURCE_DATE_EPOCH
# sem_clockwait came with glibc 2.30; without it Python waits with sem_timedwait.
# configure tries nice(2) by being nicer, which fails where the build runs at the lowest priority already.
ac_cv_broken_nice=no ac_cv_func_sem_clockwait=no ./configure -q --prefix=/opt/python --enable-shared --without-ensurepip \
    --disable-test-modules CFLAGS="-include $here/old_glibc.h" OPT="-DNDEBUG -O2 -fwrapv" \
    LDFLAGS="-Wl,-rpath,/opt/python/lib"
make -s -j"$(nproc)" >/dev/null 2>/src/make.log || { tail -40 /src/make.log; exit 1; }
make -s install >/dev/null 2>>/src/make.log || { tail -40 /src/make.log; exit 1; }
strip --strip-unneeded /opt/python/lib/libpython3.11.so.1.0 /opt/python/lib/python3.11/lib-dynload/*.so
dpkg-parsechangelog -l debian/changelog -S Version >/opt/python/version
/opt/python/bin/python3.11 -c "import ctypes, pyexpat, zlib, hashlib, multiprocessing.synchronize; hashlib.sha256(b'')"

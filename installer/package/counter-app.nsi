; The setup for Windows: makensis reads this with the places between two @ filled (installer/windows.py).
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
AllowSkipFiles off

!define NAME "公共安全视频系统备案窗口"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\counter-app"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE ; /CurrentUser, /AllUsers
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "counter-app"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!define NO_RIGHTS "为本机所有用户安装需要管理员权限。$\r$\n以管理员身份运行安装程序，或选择只为自己安装。"
!define MULTIUSER_INIT_TEXT_ALLUSERSNOTPOSSIBLE "${NO_RIGHTS}"

!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh

Name "${NAME}"
BrandingText "${NAME} @VERSION@"
OutFile "counter-app-setup.exe"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "@NUMBERS@"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "@VERSION@"
VIAddVersionKey /LANG=2052 "ProductVersion" "@VERSION@"
VIAddVersionKey /LANG=2052 "LegalCopyright" "the counter-app authors, MIT"

!define MUI_ICON "../dist/counter-app.ico"
!define MUI_UNICON "../dist/counter-app.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "../dist/welcome.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "../dist/welcome.bmp"
!define MUI_WELCOMEPAGE_TEXT "安装${NAME} @VERSION@。$\r$\n$\r$\n已安装旧版本的，先关闭程序再升级，办件数据不变。$\r$\n$\r$\n安装不需要联网。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\counter-app.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "卸载后办件数据保留在 %LOCALAPPDATA%\counter-app，重新安装后可以继续使用。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Windows lets nobody write into a program that runs, whoever runs it. Exit codes: docs/operations.md.
!macro RefuseWhileRunning PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。$\r$\n保存并关闭全部窗口后重试。" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${Loop}
!macroend

; Kinds of files (counter_app/file_types.py): our own are opened by a double click, others are offered under 打开方式.
!macro Type NAME WORDS
  WriteRegStr SHCTX "Software\Classes\${NAME}" "" "${WORDS}"
  WriteRegStr SHCTX "Software\Classes\${NAME}\DefaultIcon" "" "$INSTDIR\counter-app.exe,0"
  WriteRegStr SHCTX "Software\Classes\${NAME}\shell\open\command" "" '"$INSTDIR\counter-app.exe" open "%1"'
!macroend
!macro OwnType SUFFIX NAME WORDS
  !insertmacro Type "${NAME}" "${WORDS}"
  WriteRegStr SHCTX "Software\Classes\${SUFFIX}" "" "${NAME}"
!macroend
!macro OfferedType SUFFIX NAME WORDS
  !insertmacro Type "${NAME}" "${WORDS}"
  WriteRegStr SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${NAME}" ""
!macroend
!macro RemoveOwnType SUFFIX NAME WORDS
  DeleteRegKey SHCTX "Software\Classes\${NAME}"
  DeleteRegKey SHCTX "Software\Classes\${SUFFIX}"
!macroend
!macro RemoveOfferedType SUFFIX NAME WORDS
  DeleteRegKey SHCTX "Software\Classes\${NAME}"
  DeleteRegValue SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${NAME}"
!macroend
!macro TellOfTypes
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "需要 64 位 Windows 10 或以上版本。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ${If} ${Silent} ; the message of MultiUser.nsh would wait for an answer
    UserInfo::GetAccountType
    Pop $0
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/AllUsers" $2
    ${IfNot} ${Errors}
    ${AndIf} $0 != "Admin"
      SetErrorLevel 6
      Quit
    ${EndIf}
  ${EndIf}
  StrCpy $R9 $INSTDIR ; what /D= says, which MultiUser.nsh forgets
  !insertmacro MULTIUSER_INIT
  ${If} $R9 != ""
    StrCpy $INSTDIR $R9
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
  !insertmacro RefuseWhileRunning "counter-app.exe"
  !insertmacro RefuseWhileRunning "counter-app-cli.exe"
FunctionEnd

Section
  ReadRegStr $0 SHCTX "${KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "@NUMBERS@" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "本机已安装较新的版本 $0，没有改动。" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro RefuseWhileRunning "counter-app.exe"
  !insertmacro RefuseWhileRunning "counter-app-cli.exe"

  ; Unpacked beside the program first: a disk that is full or a power cut leaves the one before whole.
  RMDir /r "$INSTDIR\incoming"
  ClearErrors ; there was none to take away
  SetOutPath "$INSTDIR\incoming"
  File /r "../dist/counter-app/*"
  File "copyright.txt"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\incoming\uninstall.exe"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\incoming"
    MessageBox MB_OK|MB_ICONSTOP "文件没有写全，没有安装。检查磁盘空间后重新运行安装程序。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR\outgoing"
  CreateDirectory "$INSTDIR\outgoing"
  !macro Exchange NAME
    Rename "$INSTDIR\${NAME}" "$INSTDIR\outgoing\${NAME}"
    ClearErrors
    Rename "$INSTDIR\incoming\${NAME}" "$INSTDIR\${NAME}"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "$INSTDIR 中的文件被其他程序占用，没有装好。重新启动电脑后再运行安装程序。" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  !macroend
  !insertmacro Exchange "_internal"
  !insertmacro Exchange "counter-app.exe"
  !insertmacro Exchange "counter-app-cli.exe"
  !insertmacro Exchange "copyright.txt"
  !insertmacro Exchange "uninstall.exe"
  RMDir /r "$INSTDIR\outgoing"
  RMDir /r "$INSTDIR\incoming"

  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\counter-app.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}\示例机关（不碰真实数据）.lnk" "$INSTDIR\counter-app.exe" "demo"
  CreateShortcut "$SMPROGRAMS\${NAME}\卸载.lnk" "$INSTDIR\uninstall.exe" "/$MultiUser.InstallMode"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\counter-app.exe"

  @TYPES@
  !insertmacro TellOfTypes

  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "@NUMBERS@"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\counter-app.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "the counter-app authors"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "@KILOBYTES@"
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
SectionEnd

; Takes away what the setup brought and nothing else: a folder that holds more stays, and so do the data.
Section Uninstall
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\incoming"
  RMDir /r "$INSTDIR\outgoing"
  Delete "$INSTDIR\counter-app.exe"
  Delete "$INSTDIR\counter-app-cli.exe"
  Delete "$INSTDIR\copyright.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\示例机关（不碰真实数据）.lnk"
  Delete "$SMPROGRAMS\${NAME}\卸载.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  @REMOVED_TYPES@
  !insertmacro TellOfTypes
  DeleteRegKey SHCTX "${KEY}"
SectionEnd

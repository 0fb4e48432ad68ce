@echo off
rem Starts handful; builds it first where the build is missing.
rem HANDFUL_OPTS may hold options for the JVM, for example -Xmx8g.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%app\target\handful.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"

set "MAJOR=0"
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1" ^| findstr /c:" version "') do (
  for /f "tokens=1 delims=.-" %%m in ("%%~v") do set "MAJOR=%%m"
)
if %MAJOR% lss 17 (
  echo handful: needs Java 17 or newer: install a JDK and put it on PATH or name it in JAVA_HOME 1>&2
  exit /b 1
)
set "NATIVE="
if %MAJOR% geq 22 set "NATIVE=--enable-native-access=ALL-UNNAMED"

if not exist "%JAR%" (
  where /q mvn || (
    echo handful: Apache Maven 3.8 or newer is needed to build handful once, and mvn is not on PATH 1>&2
    exit /b 1
  )
  echo handful: building handful ^(once^) ... 1>&2
  pushd "%ROOT%"
  call mvn -q -DskipTests -pl app -am package 1>&2 || (
    popd
    echo handful: the build failed; the lines above say why 1>&2
    exit /b 1
  )
  popd
)

"%JAVA%" -XX:+UseParallelGC -Djava.awt.headless=true %NATIVE% %HANDFUL_OPTS% -cp "%JAR%" io.github.handful.app.Main %*
exit /b %ERRORLEVEL%

class X {};

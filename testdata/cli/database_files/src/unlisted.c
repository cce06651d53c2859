int unlisted;

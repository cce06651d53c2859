int unread(void)
{
    return 0;
}

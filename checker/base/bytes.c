/* bytes.c - see bytes.h. A text is its length, its bytes and a NUL; a length of UINT32_MAX is NULL. */
#include "base/bytes.h"

#include <string.h>

static const uint32_t no_text = UINT32_MAX;

void base_put(GByteArray *out, const void *bytes, size_t size)
{
    if (size > 0)
        g_byte_array_append(out, bytes, (guint)size);
}

void base_put_number(GByteArray *out, uint32_t number)
{
    base_put(out, &number, sizeof number);
}

void base_put_text(GByteArray *out, const char *text)
{
    if (text == NULL) {
        base_put_number(out, no_text);
        return;
    }
    size_t length = strlen(text);
    base_put_number(out, (uint32_t)length);
    base_put(out, text, length + 1);
}

BaseReader base_reader(const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    return (BaseReader){at, length > 0 ? at + length : at, false};
}

static size_t left(const BaseReader *reader)
{
    return reader->is_broken ? 0 : (size_t)(reader->end - reader->at);
}

void base_take(BaseReader *reader, void *bytes, size_t size)
{
    if (left(reader) < size) {
        reader->is_broken = true;
        memset(bytes, 0, size);
        return;
    }
    if (size > 0)
        memcpy(bytes, reader->at, size);
    reader->at += size;
}

uint32_t base_take_number(BaseReader *reader)
{
    uint32_t number;
    base_take(reader, &number, sizeof number);
    return number;
}

uint32_t base_take_count(BaseReader *reader, size_t least)
{
    uint32_t count = base_take_number(reader);
    if (count <= left(reader) / least)
        return count;
    reader->is_broken = true;
    return 0;
}

const char *base_take_text(BaseReader *reader)
{
    uint32_t length = base_take_number(reader);
    if (reader->is_broken || length == no_text)
        return NULL;
    if (left(reader) <= length || reader->at[length] != '\0') {
        reader->is_broken = true;
        return NULL;
    }
    const char *text = (const char *)reader->at;
    reader->at += (size_t)length + 1;
    return text;
}

const char *base_take_some_text(BaseReader *reader)
{
    const char *text = base_take_text(reader);
    return text != NULL ? text : "";
}

bool base_reader_is_done(const BaseReader *reader)
{
    return !reader->is_broken && reader->at == reader->end;
}

/* pieces.c - a table of all parts of a few names; see pieces.h. */
#include "pieces.h"

#include <string.h>

enum { MOST_LETTERS = 2 };

typedef struct Piece {
    const char *text; /* in a name; not terminated */
    uint32_t length, hash;
} Piece;

typedef struct Name {
    char *text;
    uint32_t length;
    uint32_t *pieces; /* [begin * (length + 1) + end] */
} Name;

struct ScanPieces {
    GArray *all;      /* Piece */
    GArray *names;    /* Name */
    uint32_t *slots;  /* open addressing: index into `all` + 1, or 0 */
    uint32_t slot_mask;
    uint32_t longest;
};

ScanPieces *scan_pieces_new(void)
{
    ScanPieces *pieces = g_new0(ScanPieces, 1);
    pieces->all = g_array_new(FALSE, FALSE, sizeof(Piece));
    pieces->names = g_array_new(FALSE, FALSE, sizeof(Name));
    pieces->slot_mask = 255;
    pieces->slots = g_new0(uint32_t, pieces->slot_mask + 1);
    return pieces;
}

void scan_pieces_free(ScanPieces *pieces)
{
    for (guint i = 0; i < pieces->names->len; i++) {
        g_free(g_array_index(pieces->names, Name, i).text);
        g_free(g_array_index(pieces->names, Name, i).pieces);
    }
    g_array_unref(pieces->names);
    g_array_unref(pieces->all);
    g_free(pieces->slots);
    g_free(pieces);
}

static uint32_t hash_text(const char *text, size_t length)
{
    uint32_t hash = SCAN_HASH_START;
    for (size_t i = 0; i < length; i++)
        hash = SCAN_HASH_STEP(hash, text[i]);
    return hash;
}

/* The slot of the text, or the free one where it belongs. */
static uint32_t *find(const ScanPieces *pieces, const char *text, size_t length, uint32_t hash)
{
    uint32_t at = hash & pieces->slot_mask;
    while (pieces->slots[at] != 0) {
        const Piece *piece = &g_array_index(pieces->all, Piece, pieces->slots[at] - 1);
        if (piece->hash == hash && piece->length == length && memcmp(piece->text, text, length) == 0)
            break;
        at = (at + 1) & pieces->slot_mask;
    }
    return &pieces->slots[at];
}

static void grow(ScanPieces *pieces)
{
    g_free(pieces->slots);
    pieces->slot_mask = pieces->slot_mask * 2 + 1;
    pieces->slots = g_new0(uint32_t, pieces->slot_mask + 1);
    for (guint i = 0; i < pieces->all->len; i++) {
        const Piece *piece = &g_array_index(pieces->all, Piece, i);
        *find(pieces, piece->text, piece->length, piece->hash) = i + 1;
    }
}

static uint32_t add(ScanPieces *pieces, const char *text, uint32_t length)
{
    Piece piece = {text, length, hash_text(text, length)};
    uint32_t *slot = find(pieces, text, length, piece.hash);
    if (*slot == 0) {
        g_array_append_val(pieces->all, piece);
        *slot = pieces->all->len;
        if (pieces->all->len * 2 > pieces->slot_mask) {
            grow(pieces);
            slot = find(pieces, text, length, piece.hash);
        }
    }
    return *slot - 1;
}

guint scan_pieces_add_name(ScanPieces *pieces, const char *name)
{
    Name entry = {g_strdup(name), (uint32_t)strlen(name), NULL};
    uint32_t stride = entry.length + 1;
    entry.pieces = g_new0(uint32_t, (size_t)stride * stride);
    for (uint32_t begin = 0; begin < entry.length; begin++)
        for (uint32_t end = begin + 1; end <= entry.length; end++)
            entry.pieces[begin * stride + end] = add(pieces, entry.text + begin, end - begin);
    pieces->longest = MAX(pieces->longest, entry.length);
    g_array_append_val(pieces->names, entry);
    return pieces->names->len - 1;
}

size_t scan_pieces_words(const ScanPieces *pieces)
{
    return (pieces->all->len + 63) / 64;
}

void scan_pieces_note(const ScanPieces *pieces, const char *text, size_t length, uint32_t hash, uint64_t *set)
{
    if (length == 0 || length > pieces->longest)
        return;
    uint32_t slot = *find(pieces, text, length, hash);
    if (slot != 0)
        set[(slot - 1) / 64] |= UINT64_C(1) << ((slot - 1) % 64);
}

static bool has(const uint64_t *set, uint32_t piece)
{
    return (set[piece / 64] >> (piece % 64) & 1) != 0;
}

/* least[i]: the fewest single letters among pieces that make the first i characters. A colon is punctuation, which every text has. */
bool scan_pieces_make(const ScanPieces *pieces, guint number, const uint64_t *set)
{
    const Name *name = &g_array_index(pieces->names, Name, number);
    uint32_t stride = name->length + 1;
    uint8_t *least = g_malloc(stride);
    memset(least, MOST_LETTERS + 1, stride);
    least[0] = 0;
    for (uint32_t begin = 0; begin < name->length; begin++) {
        if (least[begin] > MOST_LETTERS)
            continue;
        for (uint32_t end = begin + 1; end <= name->length; end++) {
            bool is_colon = end == begin + 1 && name->text[begin] == ':';
            if (!is_colon && !has(set, name->pieces[begin * stride + end]))
                continue;
            uint8_t letters = (uint8_t)(least[begin] + (end == begin + 1 && !is_colon));
            least[end] = MIN(least[end], letters);
        }
    }
    bool can = least[name->length] <= MOST_LETTERS;
    g_free(least);
    return can;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys make a character on the keyboards that guests are set up for. After the layouts us, fr and de of
 * xkeyboard-config; the console's keymaps of the same names agree for what is here. */

#include "console/key-layout.h"

#include <string.h>

#include "console/keymap.h"

/* Neighbouring keys from @qnum on, with the characters that they make. A space means nothing. */
typedef struct
{
  guint qnum;
  const char *plain;
  const char *shifted;
  const char *altgr;
} Row;

/* A character by two strokes: a dead key, then @base. */
typedef struct
{
  gunichar character;
  HangarKeyStroke dead;
  gunichar base;
} Dead;

struct _HangarKeyLayout
{
  const char *name;
  const Row *rows;
  gsize n_rows;
  const Dead *dead;
  gsize n_dead;
};

static const Row us_rows[] = {
  { 0x02, "1234567890-=", "!@#$%^&*()_+", "" },
  { 0x10, "qwertyuiop[]", "QWERTYUIOP{}", "" },
  { 0x1e, "asdfghjkl;'`", "ASDFGHJKL:\"~", "" },
  { 0x2b, "\\zxcvbnm,./", "|ZXCVBNM<>?", "" },
};

static const Row fr_rows[] = {
  { 0x02, "&é\"'(-è_çà)=", "1234567890°+", " ~#{[|`\\^@]}" },
  { 0x10, "azertyuiop", "AZERTYUIOP", "  €" },
  { 0x1b, "$", "£", "" },
  { 0x1e, "qsdfghjklmù²", "QSDFGHJKLM%", "" },
  { 0x2b, "*wxcvbn,;:!", "µWXCVBN?./§", "" },
  { 0x56, "<", ">", "" },
};

static const Row de_rows[] = {
  { 0x02, "1234567890ß", "!\"§$%&/()=?", " ²³   {[]}\\" },
  { 0x10, "qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~" },
  { 0x1e, "asdfghjklöä", "ASDFGHJKLÖÄ", "" },
  { 0x29, "", "°", "" },
  { 0x2b, "#yxcvbnm,.-", "'YXCVBNM;:_", "       µ" },
  { 0x56, "<", ">", "|" },
};

#define FR_CIRCUMFLEX  \
  {                    \
    0x1a, FALSE, FALSE \
  }
#define FR_DIAERESIS  \
  {                   \
    0x1a, TRUE, FALSE \
  }
#define DE_CIRCUMFLEX  \
  {                    \
    0x29, FALSE, FALSE \
  }
#define DE_ACUTE       \
  {                    \
    0x0d, FALSE, FALSE \
  }
#define DE_GRAVE      \
  {                   \
    0x0d, TRUE, FALSE \
  }

static const Dead fr_dead[] = {
  { 0xe2, FR_CIRCUMFLEX, 'a' }, { 0xea, FR_CIRCUMFLEX, 'e' }, { 0xee, FR_CIRCUMFLEX, 'i' },
  { 0xf4, FR_CIRCUMFLEX, 'o' }, { 0xfb, FR_CIRCUMFLEX, 'u' }, { 0xe4, FR_DIAERESIS, 'a' },
  { 0xeb, FR_DIAERESIS, 'e' },  { 0xef, FR_DIAERESIS, 'i' },  { 0xf6, FR_DIAERESIS, 'o' },
  { 0xfc, FR_DIAERESIS, 'u' },  { 0xa8, FR_DIAERESIS, ' ' },
};

static const Dead de_dead[] = {
  { '^', DE_CIRCUMFLEX, ' ' },  { 0xb4, DE_ACUTE, ' ' },      { '`', DE_GRAVE, ' ' },
  { 0xe9, DE_ACUTE, 'e' },      { 0xe1, DE_ACUTE, 'a' },      { 0xe8, DE_GRAVE, 'e' },
  { 0xe0, DE_GRAVE, 'a' },      { 0xf9, DE_GRAVE, 'u' },      { 0xe2, DE_CIRCUMFLEX, 'a' },
  { 0xea, DE_CIRCUMFLEX, 'e' }, { 0xee, DE_CIRCUMFLEX, 'i' }, { 0xf4, DE_CIRCUMFLEX, 'o' },
  { 0xfb, DE_CIRCUMFLEX, 'u' },
};

static const HangarKeyLayout layouts[] = {
  { "us", us_rows, G_N_ELEMENTS (us_rows), NULL, 0 },
  { "fr", fr_rows, G_N_ELEMENTS (fr_rows), fr_dead, G_N_ELEMENTS (fr_dead) },
  { "de", de_rows, G_N_ELEMENTS (de_rows), de_dead, G_N_ELEMENTS (de_dead) },
};

/**
 * hangar_key_layout_find:
 * @name: "us", "fr" or "de"
 *
 * Returns: (nullable): the keyboard
 */
const HangarKeyLayout *
hangar_key_layout_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].name, name) == 0)
      return &layouts[i];
  return NULL;
}

static gboolean
find_in (const char *characters, gunichar wanted, guint *position)
{
  guint index = 0;

  for (const char *p = characters; *p != '\0'; p = g_utf8_next_char (p), index++)
    if (g_utf8_get_char (p) == wanted)
      {
        *position = index;
        return TRUE;
      }
  return FALSE;
}

static gboolean
one_stroke (const HangarKeyLayout *self, gunichar character, HangarKeyStroke *stroke)
{
  guint position;

  for (gsize i = 0; i < self->n_rows; i++)
    {
      const Row *row = &self->rows[i];
      const char *levels[] = { row->plain, row->shifted, row->altgr };

      for (guint level = 0; level < G_N_ELEMENTS (levels); level++)
        if (find_in (levels[level], character, &position))
          {
            *stroke = (HangarKeyStroke) { row->qnum + position, level == 1, level == 2 };
            return TRUE;
          }
    }
  return FALSE;
}

static gboolean
control_stroke (gunichar character, HangarKeyStroke *stroke)
{
  guint qnum = 0;

  if (character == ' ')
    qnum = 0x39;
  else if (character == '\n')
    qnum = HANGAR_QNUM_ENTER;
  else if (character == '\t')
    qnum = HANGAR_QNUM_TAB;
  *stroke = (HangarKeyStroke) { qnum, FALSE, FALSE };
  return qnum != 0;
}

/**
 * hangar_key_layout_strokes:
 * @character: what shall be typed
 * @strokes: (out caller-allocates): %HANGAR_KEY_STROKES_MAX of them
 *
 * Returns: how many strokes make it; 0 when the keyboard can't
 */
guint
hangar_key_layout_strokes (const HangarKeyLayout *self, gunichar character, HangarKeyStroke *strokes)
{
  if (control_stroke (character, strokes) || one_stroke (self, character, strokes))
    return 1;
  for (gsize i = 0; i < self->n_dead; i++)
    {
      if (self->dead[i].character != character)
        continue;
      strokes[0] = self->dead[i].dead;
      if (control_stroke (self->dead[i].base, &strokes[1]) ||
          one_stroke (self, self->dead[i].base, &strokes[1]))
        return 2;
    }
  return 0;
}

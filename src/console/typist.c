/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types a text into a guest, key by key and no faster than its keyboard can take. */

#include "config.h"

#include "console/typist.h"

#include <gdk/gdk.h>

#include "console/keymap.h"

/* A PS/2 keyboard holds 16 bytes, and a slow guest empties it once in a timer tick. */
#define STROKE_MS 15

typedef struct
{
  HangarKeyStroke stroke;
  guint keysym;
} Step;

struct _HangarTypist
{
  GObject parent_instance;

  HangarDisplaySession *session;
  const HangarKeyLayout *layout;
  GArray *steps;
  guint next;
  guint timer_id;
};

G_DEFINE_FINAL_TYPE (HangarTypist, hangar_typist, G_TYPE_OBJECT)

static void
hold (HangarTypist *self, const HangarKeyStroke *stroke, gboolean down)
{
  if (stroke->shift)
    hangar_display_session_key (self->session, HANGAR_QNUM_SHIFT_L, GDK_KEY_Shift_L, down);
  if (stroke->altgr)
    hangar_display_session_key (self->session, HANGAR_QNUM_ALT_R, GDK_KEY_ISO_Level3_Shift, down);
}

static guint
keysym_of (gunichar character)
{
  if (character == '\n')
    return GDK_KEY_Return;
  return character == '\t' ? GDK_KEY_Tab : gdk_unicode_to_keyval (character);
}

static gboolean
step_cb (gpointer data)
{
  HangarTypist *self = data;
  const Step *step = &g_array_index (self->steps, Step, self->next);

  hold (self, &step->stroke, TRUE);
  hangar_display_session_key (self->session, step->stroke.qnum, step->keysym, TRUE);
  hangar_display_session_key (self->session, step->stroke.qnum, step->keysym, FALSE);
  hold (self, &step->stroke, FALSE);
  self->next++;
  if (self->next < self->steps->len)
    return G_SOURCE_CONTINUE;
  self->timer_id = 0;
  g_array_set_size (self->steps, 0);
  self->next = 0;
  return G_SOURCE_REMOVE;
}

static void
hangar_typist_dispose (GObject *object)
{
  HangarTypist *self = HANGAR_TYPIST (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hangar_typist_parent_class)->dispose (object);
}

static void
hangar_typist_finalize (GObject *object)
{
  g_array_unref (HANGAR_TYPIST (object)->steps);
  G_OBJECT_CLASS (hangar_typist_parent_class)->finalize (object);
}

static void
hangar_typist_class_init (HangarTypistClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_typist_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_typist_finalize;
}

static void
hangar_typist_init (HangarTypist *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
}

/**
 * hangar_typist_new:
 * @session: whose keyboard
 * @layout: the layout that the guest is set to
 *
 * Returns: (transfer full): a typist; it stops when it is let go of
 */
HangarTypist *
hangar_typist_new (HangarDisplaySession *session, const HangarKeyLayout *layout)
{
  HangarTypist *self = g_object_new (HANGAR_TYPE_TYPIST, NULL);

  self->session = g_object_ref (session);
  self->layout = layout;
  return self;
}

/**
 * hangar_typist_type:
 * @text: what to type; at most %HANGAR_TYPIST_MAX bytes of it
 *
 * Returns: how many characters the guest's keyboard can't make; they are left out
 */
guint
hangar_typist_type (HangarTypist *self, const char *text)
{
  const char *end = text + MIN (strlen (text), HANGAR_TYPIST_MAX);
  guint left_out = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      HangarKeyStroke strokes[HANGAR_KEY_STROKES_MAX];
      gunichar character = g_utf8_get_char (p);
      guint n;

      if (character == '\r')
        continue;
      n = hangar_key_layout_strokes (self->layout, character, strokes);
      left_out += n == 0;
      for (guint i = 0; i < n; i++)
        {
          Step step = { strokes[i], keysym_of (character) };

          g_array_append_val (self->steps, step);
        }
    }
  if (self->timer_id == 0 && self->steps->len > 0)
    self->timer_id = g_timeout_add (STROKE_MS, step_cb, self);
  return left_out;
}

/**
 * hangar_typist_is_typing:
 *
 * Returns: whether there is something left to type
 */
gboolean
hangar_typist_is_typing (HangarTypist *self)
{
  return self->timer_id != 0;
}

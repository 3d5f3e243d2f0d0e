/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions of a daemon on their way to the user: a worker waits while the main thread shows a dialog. */

#include "model/credentials.h"

#include "virt/connect.h"

struct _HangarCredentials
{
  GObject parent_instance;

  GPtrArray *questions; /* of HangarVirtCredential; the main thread's until done, the worker's afterwards */

  GMutex lock;
  GCond answered;
  gboolean done;      /* guarded by lock */
  gboolean submitted; /* guarded by lock */
};

G_DEFINE_FINAL_TYPE (HangarCredentials, hangar_credentials, G_TYPE_OBJECT)

static void
hangar_credentials_finalize (GObject *object)
{
  HangarCredentials *self = HANGAR_CREDENTIALS (object);

  g_ptr_array_unref (self->questions);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->answered);

  G_OBJECT_CLASS (hangar_credentials_parent_class)->finalize (object);
}

static void
hangar_credentials_class_init (HangarCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_credentials_finalize;
}

static void
hangar_credentials_init (HangarCredentials *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->answered);
}

/**
 * hangar_credentials_new:
 * @questions: (element-type HangarVirtCredential): the daemon's questions, answered in place
 *
 * Returns: (transfer full): the questions for the user
 */
HangarCredentials *
hangar_credentials_new (GPtrArray *questions)
{
  HangarCredentials *self = g_object_new (HANGAR_TYPE_CREDENTIALS, NULL);

  self->questions = g_ptr_array_ref (questions);
  return self;
}

static HangarVirtCredential *
question (HangarCredentials *self, guint index)
{
  return g_ptr_array_index (self->questions, index);
}

/**
 * hangar_credentials_get_n_questions:
 * @self: questions
 *
 * Returns: how many there are
 */
guint
hangar_credentials_get_n_questions (HangarCredentials *self)
{
  return self->questions->len;
}

/**
 * hangar_credentials_get_prompt:
 * @self: questions
 * @index: which
 *
 * Returns: (nullable): the daemon's words: plain text
 */
const char *
hangar_credentials_get_prompt (HangarCredentials *self, guint index)
{
  return question (self, index)->prompt;
}

/**
 * hangar_credentials_get_default:
 * @self: questions
 * @index: which
 *
 * Returns: (nullable): what the daemon proposes as the answer
 */
const char *
hangar_credentials_get_default (HangarCredentials *self, guint index)
{
  return question (self, index)->answer;
}

/**
 * hangar_credentials_is_secret:
 * @self: questions
 * @index: which
 *
 * Returns: whether the answer must not be shown while it is typed
 */
gboolean
hangar_credentials_is_secret (HangarCredentials *self, guint index)
{
  return question (self, index)->secret;
}

/**
 * hangar_credentials_is_confirmation:
 * @self: questions
 * @index: which
 *
 * Returns: whether it wants no text: to submit is to agree
 */
gboolean
hangar_credentials_is_confirmation (HangarCredentials *self, guint index)
{
  return question (self, index)->confirm;
}

/**
 * hangar_credentials_set_answer:
 * @self: questions
 * @index: which
 * @answer: the user's answer
 */
void
hangar_credentials_set_answer (HangarCredentials *self, guint index, const char *answer)
{
  g_free (question (self, index)->answer);
  question (self, index)->answer = g_strdup (answer);
}

static void
finish (HangarCredentials *self, gboolean submitted)
{
  g_mutex_lock (&self->lock);
  if (!self->done)
    {
      self->done = TRUE;
      self->submitted = submitted;
      g_cond_broadcast (&self->answered);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * hangar_credentials_submit:
 * @self: questions with their answers
 *
 * Sends the answers. Only the first call of this or hangar_credentials_cancel() counts.
 */
void
hangar_credentials_submit (HangarCredentials *self)
{
  finish (self, TRUE);
}

/**
 * hangar_credentials_cancel:
 * @self: questions
 *
 * The user does not want to answer.
 */
void
hangar_credentials_cancel (HangarCredentials *self)
{
  finish (self, FALSE);
}

/**
 * hangar_credentials_wait:
 * @self: questions
 *
 * Waits for the user. Worker threads only.
 *
 * Returns: whether there are answers
 */
gboolean
hangar_credentials_wait (HangarCredentials *self)
{
  gboolean submitted;

  g_mutex_lock (&self->lock);
  while (!self->done)
    g_cond_wait (&self->answered, &self->lock);
  submitted = self->submitted;
  g_mutex_unlock (&self->lock);
  return submitted;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the questions of ssh (passwords, passphrases, keys of hosts) to the one who asks the user. */

#include "config.h"

#include "virt/askpass.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "askpass/protocol.h"

/* In s: the helper says what it wants at once. */
#define HELPER_PATIENCE 5

/* ssh's words for a host that it has not seen before. */
#define YES_NO "(yes/no"

struct _HangarVirtAskpass
{
  char *uri;
  HangarVirtAskFunc ask;
  gpointer user_data;

  char *folder;
  int listener;
  GThread *thread;
  GCancellable *over; /* the try has ended: nobody is to be asked any more */

  GMutex lock;
  gboolean given_up; /* guarded by lock */
  int ssh;           /* guarded by lock: a file descriptor of the process, -1 before there is one */
};

static gboolean
goes_over_ssh (const char *uri)
{
  const char *end = strstr (uri, "://");
  const char *transport = "+ssh";

  return end != NULL && (gsize) (end - uri) > strlen (transport) &&
         strncmp (end - strlen (transport), transport, strlen (transport)) == 0;
}

static gboolean
has_parameter (const char *uri, const char *name)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED_QUERY, NULL);
  const char *query = parsed != NULL ? g_uri_get_query (parsed) : NULL;
  g_autoptr (GHashTable) parameters =
    query != NULL ? g_uri_parse_params (query, -1, "&;", G_URI_PARAMS_NONE, NULL) : NULL;

  return parameters != NULL && g_hash_table_contains (parameters, name);
}

static char *
find_helper (void)
{
  const char *folder = g_getenv ("HANGAR_LIBEXECDIR");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : HANGAR_LIBEXECDIR, "hangar-askpass", NULL);

  return g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&path) : NULL;
}

static gboolean
make_links (HangarVirtAskpass *self)
{
  g_autofree char *helper = find_helper ();
  g_autofree char *ssh = NULL;
  g_autofree char *askpass = NULL;

  if (helper == NULL)
    return FALSE;
  self->folder = g_build_filename (g_get_user_runtime_dir (), "hangar-XXXXXX", NULL);
  if (g_mkdtemp (self->folder) == NULL)
    {
      g_clear_pointer (&self->folder, g_free);
      return FALSE;
    }
  ssh = g_build_filename (self->folder, HANGAR_ASKPASS_SSH_LINK, NULL);
  askpass = g_build_filename (self->folder, HANGAR_ASKPASS_ASK_LINK, NULL);
  return symlink (helper, ssh) == 0 && symlink (helper, askpass) == 0;
}

static gboolean
begin_listening (HangarVirtAskpass *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  if (g_snprintf (address.sun_path, sizeof address.sun_path, "%s/" HANGAR_ASKPASS_SOCKET, self->folder) >=
      (int) sizeof address.sun_path)
    return FALSE;
  self->listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return self->listener >= 0 && bind (self->listener, (struct sockaddr *) &address, sizeof address) == 0 &&
         listen (self->listener, 8) == 0;
}

/* With the lock held. */
static void
end_ssh (HangarVirtAskpass *self)
{
  if (self->ssh >= 0)
    pidfd_send_signal (self->ssh, SIGTERM, NULL, 0);
}

/* Whose connection it is waits until it is closed, so the process is still the one that it says. */
static void
remember_ssh (HangarVirtAskpass *self, int client)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  if (getsockopt (client, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
    return;
  g_mutex_lock (&self->lock);
  if (self->ssh >= 0)
    close (self->ssh);
  self->ssh = pidfd_open (peer.pid, 0);
  if (self->given_up)
    end_ssh (self);
  g_mutex_unlock (&self->lock);
}

static HangarVirtCredential *
question_new (const char *text)
{
  HangarVirtCredential *question = g_new0 (HangarVirtCredential, 1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_strstrip (valid);
  question->confirm = strstr (valid, YES_NO) != NULL;
  question->secret = !question->confirm;
  if (question->confirm)
    *strstr (valid, YES_NO) = '\0';
  else if (g_str_has_suffix (valid, ":"))
    valid[strlen (valid) - 1] = '\0';
  question->prompt = g_strdup (g_strchomp (valid));
  return question;
}

static void
reply (int client, const HangarVirtCredential *question)
{
  g_autofree char *text = NULL;
  const char *answer = question->confirm ? "yes" : question->answer != NULL ? question->answer : "";

  text = g_strdup_printf ("%c%s", HANGAR_ASKPASS_ANSWER, answer);
  if (strlen (text) <= HANGAR_ASKPASS_LIMIT)
    send (client, text, strlen (text), MSG_NOSIGNAL);
  explicit_bzero (text, strlen (text));
}

static void
serve (HangarVirtAskpass *self, int client)
{
  const struct timeval patience = { .tv_sec = HELPER_PATIENCE };
  char text[HANGAR_ASKPASS_LIMIT + 1];
  gsize length = 0;
  g_autoptr (GPtrArray) questions = NULL;

  setsockopt (client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  while (length < HANGAR_ASKPASS_LIMIT && (length == 0 || text[0] != HANGAR_ASKPASS_SSH))
    {
      gssize got = recv (client, text + length, HANGAR_ASKPASS_LIMIT - length, 0);

      if (got < 0)
        return;
      if (got == 0)
        break;
      length += (gsize) got;
    }
  if (length > 0 && text[0] == HANGAR_ASKPASS_SSH)
    remember_ssh (self, client);
  if (length == 0 || text[0] != HANGAR_ASKPASS_QUESTION)
    return;
  text[length] = '\0';
  questions = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_credential_free);
  g_ptr_array_add (questions, question_new (text + 1));
  if (self->ask (questions, self->over, self->user_data))
    reply (client, g_ptr_array_index (questions, 0));
}

static gpointer
listen_thread (gpointer user_data)
{
  HangarVirtAskpass *self = user_data;
  struct pollfd fds[] = {
    { .fd = self->listener, .events = POLLIN },
    { .fd = g_cancellable_get_fd (self->over), .events = POLLIN },
  };

  while (!g_cancellable_is_cancelled (self->over))
    {
      int client;

      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
        break;
      client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
      if (client < 0)
        continue;
      serve (self, client);
      close (client);
    }
  g_cancellable_release_fd (self->over);
  return NULL;
}

/**
 * hangar_virt_askpass_new:
 * @uri: the URI of a host
 * @ask: asks the user; called in a thread of its own
 * @user_data: for @ask
 *
 * Prepares a try to connect that goes over SSH. Makes files: worker threads only.
 *
 * Returns: (transfer full) (nullable): where ssh brings its questions; %NULL where it has none, or cannot
 */
HangarVirtAskpass *
hangar_virt_askpass_new (const char *uri, HangarVirtAskFunc ask, gpointer user_data)
{
  g_autoptr (HangarVirtAskpass) self = NULL;

  if (ask == NULL || !goes_over_ssh (uri) || has_parameter (uri, "command"))
    return NULL;
  self = g_new0 (HangarVirtAskpass, 1);
  g_mutex_init (&self->lock);
  self->listener = self->ssh = -1;
  self->over = g_cancellable_new ();
  self->uri = g_strdup (uri);
  self->ask = ask;
  self->user_data = user_data;
  if (!make_links (self) || !begin_listening (self))
    return NULL;
  self->thread = g_thread_new ("askpass", listen_thread, self);
  return g_steal_pointer (&self);
}

static void
remove_file (HangarVirtAskpass *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_unlink (path);
}

/**
 * hangar_virt_askpass_free:
 * @self: (transfer full): a try that has ended
 *
 * Withdraws what is still asked, and removes the files.
 */
void
hangar_virt_askpass_free (HangarVirtAskpass *self)
{
  g_cancellable_cancel (self->over);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  if (self->listener >= 0)
    close (self->listener);
  if (self->ssh >= 0)
    close (self->ssh);
  if (self->folder != NULL)
    {
      remove_file (self, HANGAR_ASKPASS_SOCKET);
      remove_file (self, HANGAR_ASKPASS_SSH_LINK);
      remove_file (self, HANGAR_ASKPASS_ASK_LINK);
      g_rmdir (self->folder);
    }
  g_mutex_clear (&self->lock);
  g_object_unref (self->over);
  g_free (self->folder);
  g_free (self->uri);
  g_free (self);
}

/**
 * hangar_virt_askpass_dup_uri:
 * @self: a try
 *
 * Returns: (transfer full): the URI to open, by which libvirt starts our ssh
 */
char *
hangar_virt_askpass_dup_uri (HangarVirtAskpass *self)
{
  g_autofree char *command = g_build_filename (self->folder, HANGAR_ASKPASS_SSH_LINK, NULL);
  g_autofree char *escaped = g_uri_escape_string (command, "/", FALSE);

  return g_strdup_printf ("%s%scommand=%s", self->uri, strchr (self->uri, '?') != NULL ? "&" : "?", escaped);
}

/**
 * hangar_virt_askpass_give_up:
 * @self: a try
 *
 * Ends ssh, so that the call that waits for it returns. Any thread.
 */
void
hangar_virt_askpass_give_up (HangarVirtAskpass *self)
{
  g_mutex_lock (&self->lock);
  self->given_up = TRUE;
  end_ssh (self);
  g_mutex_unlock (&self->lock);
}

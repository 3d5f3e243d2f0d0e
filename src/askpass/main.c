/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hangar-askpass: stands before ssh, and brings ssh's questions to Hangar's window. Started by the links
 * "ssh" and "askpass" in a folder that Hangar makes for each try to connect, beside the socket that it
 * listens on. */

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "askpass/protocol.h"

static int
connect_to (const char *folder)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (snprintf (address.sun_path, sizeof address.sun_path, "%s/" HANGAR_ASKPASS_SOCKET, folder) >=
      (int) sizeof address.sun_path)
    return -1;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static int
send_all (int fd, const char *text, size_t length)
{
  while (length > 0)
    {
      ssize_t sent = send (fd, text, length, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent <= 0)
        return -1;
      text += sent;
      length -= (size_t) sent;
    }
  return 0;
}

/* Up to @size bytes until the other side closes; the number of them, or -1. */
static ssize_t
receive_all (int fd, char *buffer, size_t size)
{
  size_t length = 0;

  while (length < size)
    {
      ssize_t got = recv (fd, buffer + length, size - length, 0);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      length += (size_t) got;
    }
  return (ssize_t) length;
}

/* Tells who we are, so that a try that is given up can be ended, and becomes ssh. */
static int
be_ssh (const char *folder, char **argv)
{
  const char ssh = HANGAR_ASKPASS_SSH;
  char *askpass = NULL;
  char rest[1];
  int fd = connect_to (folder);

  if (fd >= 0)
    {
      if (send_all (fd, &ssh, 1) == 0)
        receive_all (fd, rest, sizeof rest);
      close (fd);
      if (asprintf (&askpass, "%s/" HANGAR_ASKPASS_ASK_LINK, folder) < 0)
        return 1;
      setenv ("SSH_ASKPASS", askpass, 1);
      setenv ("SSH_ASKPASS_REQUIRE", "force", 1);
      free (askpass);
    }
  argv[0] = (char *) "ssh";
  execvp ("ssh", argv);
  perror ("ssh");
  return 127;
}

static int
ask (const char *folder, const char *prompt)
{
  const char question = HANGAR_ASKPASS_QUESTION;
  char answer[HANGAR_ASKPASS_LIMIT];
  ssize_t length = -1;
  int fd = connect_to (folder);

  if (fd >= 0 && send_all (fd, &question, 1) == 0 && send_all (fd, prompt, strlen (prompt)) == 0)
    {
      shutdown (fd, SHUT_WR);
      length = receive_all (fd, answer, sizeof answer);
    }
  /* Nothing at all is a refusal; an answer begins with a mark, so that it can be empty. */
  if (length < 1 || answer[0] != HANGAR_ASKPASS_ANSWER)
    return 1;
  fwrite (answer + 1, 1, (size_t) length - 1, stdout);
  putchar ('\n');
  fflush (stdout);
  explicit_bzero (answer, sizeof answer);
  return ferror (stdout) ? 1 : 0;
}

int
main (int argc, char **argv)
{
  char *copy = strdup (argc > 0 ? argv[0] : "");
  char *name, *folder;
  int status = 2;

  if (copy != NULL && strchr (copy, '/') != NULL)
    {
      name = strrchr (argv[0], '/') + 1;
      folder = dirname (copy);
      if (strcmp (name, HANGAR_ASKPASS_SSH_LINK) == 0)
        status = be_ssh (folder, argv);
      else if (strcmp (name, HANGAR_ASKPASS_ASK_LINK) == 0)
        status = ask (folder, argc > 1 ? argv[1] : "");
    }
  if (status == 2)
    fputs ("hangar-askpass is started by Hangar, for ssh\n", stderr);
  free (copy);
  return status;
}

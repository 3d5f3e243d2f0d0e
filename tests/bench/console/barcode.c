/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An animation whose frames carry their number as a bar code, and its reader: barcode draw KIND FPS SECONDS
 * draws on $DISPLAY and says when it drew each frame; barcode read SECONDS says when each frame was first
 * seen on $DISPLAY. Lines: NUMBER MICROSECONDS (monotonic). Kinds: text (1200×900 of scrolling lines), video
 * (640×360, every pixel changes), small (40 small rectangles), still. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BITS 20
#define CELL 8
#define TOP 16
#define TEXT_WIDTH 1200
#define TEXT_HEIGHT 900
#define LINE 14
#define VIDEO_WIDTH 640
#define VIDEO_HEIGHT 360

typedef struct
{
  Display *display;
  Window window;
  GC gc;
  XImage *video;
  unsigned seed;
  int row;
} Scene;

static int64_t
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (int64_t) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void
wait_until (int64_t when)
{
  struct timespec time = { .tv_sec = when / 1000000, .tv_nsec = when % 1000000 * 1000 };

  clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static unsigned
next (Scene *scene)
{
  scene->seed = scene->seed * 1103515245u + 12345u;
  return scene->seed >> 8;
}

static void
draw_code (Scene *scene, unsigned number)
{
  for (int bit = 0; bit < BITS; bit++)
    {
      XSetForeground (scene->display, scene->gc, (number >> bit & 1) != 0 ? 0xffffff : 0);
      XFillRectangle (scene->display, scene->window, scene->gc, bit * CELL, 0, CELL, CELL);
    }
}

static void
draw_text (Scene *scene)
{
  char line[161];

  XCopyArea (scene->display, scene->window, scene->window, scene->gc, 0, TOP + LINE, TEXT_WIDTH,
             TEXT_HEIGHT - LINE, 0, TOP);
  XSetForeground (scene->display, scene->gc, 0);
  XFillRectangle (scene->display, scene->window, scene->gc, 0, TOP + TEXT_HEIGHT - LINE, TEXT_WIDTH, LINE);
  for (int i = 0; i < 160; i++)
    line[i] = (char) (' ' + next (scene) % 95);
  XSetForeground (scene->display, scene->gc, 0xd0d0d0);
  XDrawString (scene->display, scene->window, scene->gc, 0, TOP + TEXT_HEIGHT - 3, line, 160);
}

static void
draw_video (Scene *scene, unsigned number)
{
  uint32_t *pixels = (uint32_t *) scene->video->data;

  for (int y = 0; y < VIDEO_HEIGHT; y++)
    for (int x = 0; x < VIDEO_WIDTH; x++)
      {
        unsigned noise = next (scene) & 7;
        unsigned red = ((unsigned) x / 3 + number * 2 + noise) & 0xff;
        unsigned green = ((unsigned) y / 2 + number + noise) & 0xff;

        pixels[y * VIDEO_WIDTH + x] = red << 16 | green << 8 | ((unsigned) (x + y) / 5 & 0xff);
      }
  XPutImage (scene->display, scene->window, scene->gc, scene->video, 0, 0, 300, 200, VIDEO_WIDTH,
             VIDEO_HEIGHT);
}

static void
draw_small (Scene *scene)
{
  for (int i = 0; i < 40; i++)
    {
      XSetForeground (scene->display, scene->gc, next (scene) & 0xffffff);
      XFillRectangle (scene->display, scene->window, scene->gc, (int) (next (scene) % 1850),
                      TOP + (int) (next (scene) % 1000), 24 + next (scene) % 24, 12 + next (scene) % 12);
    }
}

static Scene
open_scene (void)
{
  Scene scene = { .display = XOpenDisplay (NULL), .seed = 1 };
  char *pixels = calloc (VIDEO_WIDTH * VIDEO_HEIGHT, 4);

  if (scene.display == NULL)
    exit (1);
  scene.window =
    XCreateSimpleWindow (scene.display, DefaultRootWindow (scene.display), 0, 0, 1920, 1080, 0, 0, 0);
  scene.gc = XCreateGC (scene.display, scene.window, 0, NULL);
  XSetGraphicsExposures (scene.display, scene.gc, False);
  scene.video = XCreateImage (scene.display, DefaultVisual (scene.display, 0), 24, ZPixmap, 0, pixels,
                              VIDEO_WIDTH, VIDEO_HEIGHT, 32, 0);
  XMapWindow (scene.display, scene.window);
  XSync (scene.display, False);
  return scene;
}

static void
draw (const char *kind, int rate, int seconds)
{
  Scene scene = open_scene ();
  int64_t start = now () + 100000;

  for (unsigned number = 1; number <= (unsigned) (rate * seconds); number++)
    {
      wait_until (start + (int64_t) number * 1000000 / rate);
      if (strcmp (kind, "text") == 0)
        draw_text (&scene);
      else if (strcmp (kind, "video") == 0)
        draw_video (&scene, number);
      else if (strcmp (kind, "small") == 0)
        draw_small (&scene);
      draw_code (&scene, number);
      XSync (scene.display, False);
      printf ("%u %lld\n", number, (long long) now ());
    }
}

static unsigned
read_code (Display *display)
{
  XImage *image =
    XGetImage (display, DefaultRootWindow (display), 0, CELL / 2, BITS * CELL, 1, AllPlanes, ZPixmap);
  unsigned number = 0;

  if (image == NULL)
    return 0;
  for (int bit = 0; bit < BITS; bit++)
    if ((XGetPixel (image, bit * CELL + CELL / 2, 0) & 0xff) > 127)
      number |= 1u << bit;
  XDestroyImage (image);
  return number;
}

static void
read_codes (int seconds)
{
  Display *display = XOpenDisplay (NULL);
  int64_t end = now () + (int64_t) seconds * 1000000;
  unsigned last = 0;

  if (display == NULL)
    exit (1);
  while (now () < end)
    {
      unsigned number = read_code (display);

      if (number != last)
        printf ("%u %lld\n", number, (long long) now ());
      last = number;
      wait_until (now () + 1000);
    }
}

int
main (int argc, char *argv[])
{
  if (argc == 5 && strcmp (argv[1], "draw") == 0)
    draw (argv[2], atoi (argv[3]), atoi (argv[4]));
  else if (argc == 3 && strcmp (argv[1], "read") == 0)
    read_codes (atoi (argv[2]));
  else
    return 2;
  return 0;
}

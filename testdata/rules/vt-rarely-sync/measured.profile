# valuetask profile: file, line, function, ready, pending
measured.c	15	rarely_bad	10	0
measured.c	17	rarely_bad	0	60
measured.c	17	main	1	39
measured.c	24	half_ok	50	0
measured.c	26	half_ok	0	50
measured.c	34	mostly_ok	1000	0
measured.c	36	mostly_ok	0	1
measured.c	53	hands_on_ok	5	0
measured.c	62	slow_bad	1	0
measured.c	63	slow_bad	0	18446744073709551615
measured.c	76	own_use_ok	0	100
measured.c	83	ready_task_ok	95	5	task
measured.c	91	slow_task_ok	94	6	task

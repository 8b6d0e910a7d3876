# Completion of occi-server and its clients in fish: the program itself tells what may come next.
function __occi_complete
  set -l line (commandline -opc)
  # The word at the cursor as the program gets it: a quote in it may still be open, or only a backslash stand there.
  set -l typed (commandline -ct)
  set -l word "$typed"
  for end in "" '"' "'"
    if set -l plain (string unescape -- "$typed$end")
      set word "$plain"
      break
    end
  end
  set -l program (string replace -r '^~/' "$HOME/" -- $line[1])
  set -l answer ($program __complete $line[2..] "$word" 2>/dev/null </dev/null)
  printf '%s\n' $answer[2..]
  set -l head (string split \t -- "$answer[1]")
  set -l begun (string sub -s (math 1 + (string length -- "$head[2]")) -- "$word")
  switch "$head[1]"
    case :file
      set -l found (__fish_complete_path (string escape -- "$begun"))
      test (count $found) -gt 0; and printf '%s\n' "$head[2]"$found
    case :directory
      set -l found (__fish_complete_directories (string escape -- "$begun"))
      test (count $found) -gt 0; and printf '%s\n' "$head[2]"$found
  end
end
for program in PROGRAMS
  complete -c $program -f -a '(__occi_complete)'
end

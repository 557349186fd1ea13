using System.Threading;
using System.Threading.Tasks;

// What a loop that waits for work for ever calls is asked for by name where it has no stub.
public class Worker
{
    private int _done;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(10, stop);
            Step(1);
#if V2
            Count(2);
#endif
        }
    }

    private void Step(int by) => _done += by +
#if V2
        1;
#else
        0;
#endif

#if V2
    private void Count(int by) => _done += by * 2;
#endif
}

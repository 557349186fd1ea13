using Microsoft.Extensions.Hosting;

namespace HotWeave.Fleet.Tests.Service;

/// <summary>Serves all the time, each order as a unit of work.</summary>
public sealed class Clerk : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var desk = new Desk();
        while (!stoppingToken.IsCancellationRequested)
        {
            using (var unit = UnitOfWork.Enter("order"))
            {
                if (!desk.Serve())
                    unit.Fail();
            }

            await Task.Delay(20, stoppingToken);
        }
    }
}

/// <summary>What releases change.</summary>
[Swappable]
public sealed class Desk
{
    private int _served;

    /// <summary>Serves one order.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Serve()
    {
        _served++;
#if BAD
        return _served < 0;
#elif GOOD
        return _served > 0 || Environment.ProcessId > 0;
#else
        return _served > 0;
#endif
    }
}

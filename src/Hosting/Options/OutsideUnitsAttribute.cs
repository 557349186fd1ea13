namespace HotWeave.AspNetCore;

/// <summary>
/// Requests to this endpoint are no units of work: they never wait for a swap, no swap waits for them, and their calls run the version
/// that is current when they are made. For endpoints that must always answer, and for those that stream for long.
/// </summary>
/// <remarks>
/// On a handler, controller or action, or by <c>OutsideUnits()</c> on what maps the endpoint. Which endpoint a request is for is not known
/// when it begins, so its path is compared with the endpoint's route, without constraints, hosts and <c>PathBase</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OutsideUnitsAttribute : Attribute;

namespace Weather;

/// <summary>Knows the weather.</summary>
internal sealed class Station
{
    private int _asked;

    public string Forecast(string place) => $"{++_asked}: {place} is {Measure(place)} degrees";

    private static int Measure(string place) => place.Length * 3;
}
